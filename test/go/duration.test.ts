import { formatDuration, parseDuration } from '../../src/go/duration';

// What Go 1.26 prints for time.ParseDuration(text).String().
test.each([
  ['0', '0s'],
  ['1m', '1m0s'],
  ['90s', '1m30s'],
  ['1h', '1h0m0s'],
  ['36h30m', '36h30m0s'],
  ['1.5s', '1.5s'],
  ['1h0.25s', '1h0m0.25s'],
  ['250ms', '250ms'],
  ['1.25ms', '1.25ms'],
  ['1500us', '1.5ms'],
  ['3µs', '3µs'],
  ['7ns', '7ns'],
  ['-30s', '-30s'],
  ['.5s', '500ms'],
])('%s is written as %s', (text, written) => {
  expect(formatDuration(parseDuration(text)!)).toBe(written);
});

test.each(['', '5', 's', '1 m', '1d', '1m30', '9999999h'])('fails on %j', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
