import { isPrivate } from '../../../../src/rendering/registry/config/places';

const hostOf = (address: string) => new URL(address).hostname;

test.each([
  'http://10.0.0.1',
  'http://172.16.0.1:8080',
  'http://100.64.0.1',
  'http://127.1.2.3',
  'http://0x7f000001',
  'http://169.254.169.254',
  'http://[fd00::1]',
  'http://[fe80::1]',
  'http://[::1]',
  'http://[::ffff:10.0.0.1]',
  'http://localhost',
  'http://gitlab',
  'http://gitlab.builds',
  'http://gitlab.tools.svc',
  'http://gitlab.tools.svc.cluster.local.',
])('%s has a private address', (address) => expect(isPrivate(hostOf(address))).toBe(true));

test.each([
  'http://8.8.8.8',
  'http://172.32.0.1',
  'http://[2606:4700::1111]',
  'http://fd.example.com',
  'http://10.example.com',
  'http://registry.example.com',
  'http://gitlab.internal',
])('%s need not have one', (address) => expect(isPrivate(hostOf(address))).toBe(false));
