import { ipv4Within, isCidr, isPrivateAddress } from '../../src/kubernetes/addresses';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '::1',
  'fd12::1',
  '::ffff:10.0.0.1',
])('%s is private', (address) => expect(isPrivateAddress(address)).toBe(true));

test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', 'localhost', 'example.com', ''])('%j is not', (address) =>
  expect(isPrivateAddress(address)).toBe(false),
);

test.each([
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::FFFF:a00:1', '10.0.0.1'],
  ['0:0:0:0:0:ffff:c0a8:1ff', '192.168.1.255'],
  ['::ffff:0:0', '0.0.0.0'],
])('%s stands for the IPv4 address %s', (address, ipv4) => expect(ipv4Within(address)).toBe(ipv4));

test.each(['10.0.0.1', '::', '::a00:1', '::ffff:0:a00:1', '64:ff9b::a00:1', 'fe80::1%eth0', 'example.com'])(
  '%s stands for itself',
  (address) => expect(ipv4Within(address)).toBeUndefined(),
);

test('fails for a range of IPv4 addresses in words of IPv6, which Kubernetes takes for one outside of IPv6', () => {
  expect(isCidr('::ffff:10.0.0.0/104')).toBe(
    'is of IPv4 addresses, which Kubernetes takes in words of IPv4 only, such as "10.0.0.0/32"',
  );
});
