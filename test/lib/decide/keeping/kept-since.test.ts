import { expect, test } from 'vitest';
import { agedShelves, keptSince } from '../../../../lib/decide/keeping/kept-since.ts';
import { nextHistoryLimit } from '../../../../lib/decide/keeping/next-history-limit.ts';

const retention = { runDays: 30, logDays: 14, deliveryDays: 7, releases: 20, caches: 1 };
const since = keptSince(retention, Date.parse('2026-03-31T12:00:00.000Z'));

test('what is finished is kept for so many days, each kind for its own', () => {
  expect(since).toEqual({
    runs: '2026-03-01T12:00:00.000Z',
    logs: '2026-03-17T12:00:00.000Z',
    deliveries: '2026-03-24T12:00:00.000Z',
    uploads: '2026-03-30T12:00:00.000Z',
  });
  const before = Object.fromEntries(agedShelves(since).map(({ shelf, before }) => [shelf.kind, before]));
  expect(before).toEqual({
    deliveries: since.deliveries,
    plans: since.runs,
    cancellations: since.runs,
    idempotencyKeys: since.runs,
    rejectedEvents: since.runs,
    values: since.runs,
    logs: since.logs,
  });
});

test.each([
  ['the first time, everything up to the limit', undefined, '2026-03-01T12:00:00.000Z'],
  ['the quarter of an hour since the last time', '2026-03-01T11:45:00.000Z', '2026-03-01T12:00:00.000Z'],
  ['an hour of a long time without clean-ups', '2026-02-20T00:00:00.000Z', '2026-02-20T01:00:00.000Z'],
  ['nothing new when more is kept than before', '2026-03-15T00:00:00.000Z', '2026-03-01T12:00:00.000Z'],
])('histories are purged in steps: %s', (_, before, expected) => {
  expect(nextHistoryLimit(before, since.runs)).toBe(expected);
});
