import { canonicalTime } from '../../src/kubernetes/time';

test('a time is printed to the second and in UTC', () => {
  expect(canonicalTime('2025-01-31T12:00:00.987+02:00')).toBe('2025-01-31T10:00:00Z');
  expect(canonicalTime('2025-12-31T23:30:00-01:00')).toBe('2026-01-01T00:30:00Z');
});

test("Go's zero time counts as none", () => {
  expect(canonicalTime('0001-01-01T00:00:00Z')).toBeNull();
});

test.each(['', 'yesterday', '2025-01-31', '2025-02-30T00:00:00Z', '2025-01-31T25:00:00Z', '2025-01-31 12:00:00Z'])(
  '%j is no time',
  (text) => {
    expect(canonicalTime(text)).toBeUndefined();
  },
);
