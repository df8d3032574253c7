import { isPrivateAddress } from '../../src/kubernetes/addresses';

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
