import { expect, test } from 'vitest';
import { dueTimes } from '../../../lib/jobs/due-times.ts';

test('a time is due once: at the moment itself, and not at the next look', () => {
  const daily = { cron: '0 3 * * *', timeZone: 'UTC' };
  const at = '2026-01-02T03:00:00.000Z';
  expect(dueTimes(daily, '2026-01-02T02:59:00.000Z', at)).toEqual([at]);
  expect(dueTimes(daily, at, '2026-01-02T03:01:00.000Z')).toEqual([]);
  expect(dueTimes(daily, '2026-01-02T02:58:00.000Z', '2026-01-02T02:59:59.999Z')).toEqual([]);
});

test('a schedule follows the clock of its time zone through both changes of the year', () => {
  const berlin = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
  // 02:30 does not exist on the 29th of March, and is there twice on the 25th of October.
  const spring = dueTimes(berlin, '2026-03-27T12:00:00.000Z', '2026-03-30T12:00:00.000Z');
  expect(spring.map((time) => time.slice(0, 10))).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  const autumn = dueTimes(berlin, '2026-10-24T12:00:00.000Z', '2026-10-26T12:00:00.000Z');
  expect(autumn.map((time) => time.slice(0, 10))).toEqual(['2026-10-25', '2026-10-26']);
});

test('all that came due in between are told in order, the latest where they are very many', () => {
  const everyMinute = { cron: '* * * * *', timeZone: 'UTC' };
  const some = dueTimes(everyMinute, '2026-01-01T00:00:00.000Z', '2026-01-01T00:03:30.000Z');
  expect(some.map((time) => time.slice(14, 16))).toEqual(['01', '02', '03']);
  const many = dueTimes(everyMinute, '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z');
  expect(many).toHaveLength(200);
  expect(many.at(-1)).toBe('2026-01-02T00:00:00.000Z');
});
