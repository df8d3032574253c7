import { isCidr, isWithin } from '../../src/kubernetes/addresses';

test.each(['10.0.0.0/8', '10.0.0.1/8', '0.0.0.0/0', '1.2.3.4/32', '::/0', '2001:db8::/32', '2001:db8::1/128'])(
  '%s is a range',
  (text) => expect(isCidr(text)).toBeUndefined(),
);

test.each([
  '10.0.0.0/99',
  '10.0.0.300/40',
  '10.0.0/8',
  '10.0.0.0',
  '10.0.0.0/',
  '10.0.0.0/08',
  '10.0.0.0/-1',
  '010.0.0.0/8',
  '::/129',
  'fe80::%1/64',
  'a/8',
  '',
])('fails on %j, which is none', (text) => expect(isCidr(text)).toMatch(/^must /));

test('a range lies within a wider one of its own family', () => {
  expect(isWithin('10.1.0.0/16', '10.0.0.0/8')).toBe(true);
  expect(isWithin('10.0.0.0/8', '10.0.0.0/8')).toBe(true);
  expect(isWithin('0.0.0.0/0', '10.0.0.0/8')).toBe(false);
  expect(isWithin('11.0.0.0/16', '10.0.0.0/8')).toBe(false);
  expect(isWithin('2001:db8::/32', '0.0.0.0/0')).toBe(false);
});
