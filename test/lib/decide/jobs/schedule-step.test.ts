import { expect, test } from 'vitest';
import { scheduleStep } from '../../../../lib/decide/jobs/schedule-step.ts';

const note = { cron: '0 * * * *', timeZone: 'UTC', since: '2026-01-01T00:00:00.000Z', waiting: [] };
const now = '2026-01-01T03:00:30.000Z';
const due = ['2026-01-01T01:00:00.000Z', '2026-01-01T02:00:00.000Z', '2026-01-01T03:00:00.000Z'];

test.each([
  ['skip', false, { start: due[2], skipped: due.slice(0, 2), waiting: [] }],
  ['skip', true, { start: undefined, skipped: due, waiting: [] }],
  ['queue', false, { start: due[0], skipped: [], waiting: due.slice(1) }],
  ['queue', true, { start: undefined, skipped: [], waiting: due }],
] as const)('%s, while the last run goes on: %s', (whenRunning, isRunning, expected) => {
  const step = scheduleStep({ note, due, now, isRunning, whenRunning });
  expect({ start: step.start, skipped: step.skipped, waiting: step.note.waiting }).toEqual(expected);
  expect(step.note.since).toBe(now);
});

test('nothing is started when nothing is due, and what waits has its turn then', () => {
  const waiting = [due[0] ?? ''];
  const quiet = { due: [], now, isRunning: false } as const;
  expect(scheduleStep({ note, ...quiet, whenRunning: 'skip' }).start).toBeUndefined();
  const step = scheduleStep({ note: { ...note, waiting }, ...quiet, whenRunning: 'queue' });
  expect(step).toMatchObject({ start: due[0], note: { waiting: [] } });
});

test('of very many that wait the oldest are let go', () => {
  const many = Array.from({ length: 130 }, (_, n) => new Date(Date.UTC(2026, 0, 1, n)).toISOString());
  const step = scheduleStep({ note, due: many, now, isRunning: true, whenRunning: 'queue' });
  expect(step.skipped).toEqual(many.slice(0, 30));
  expect(step.note.waiting).toEqual(many.slice(30));
});
