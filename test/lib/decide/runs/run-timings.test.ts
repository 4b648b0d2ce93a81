import { describe, expect, test } from 'vitest';
import { secondsBetween, timingsOf } from '../../../../lib/decide/runs/run-timings.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

describe('the timings of a run', () => {
  test('last from one phase to the next, and the last one until now', () => {
    const phases = [
      { phase: 'fetching', startedAt: at(0) },
      { phase: 'building', startedAt: at(2) },
    ];
    expect(timingsOf(phases, at(10))).toEqual([
      { phase: 'fetching', startedAt: at(0), seconds: 2 },
      { phase: 'building', startedAt: at(2), seconds: 8 },
    ]);
  });

  test('leave out the end, which takes no time', () => {
    const phases = [
      { phase: 'reporting', startedAt: at(0) },
      { phase: 'done', startedAt: at(1) },
    ];
    expect(timingsOf(phases, at(9))).toEqual([{ phase: 'reporting', startedAt: at(0), seconds: 1 }]);
  });

  test('are none before the first phase', () => {
    expect(timingsOf([], at(9))).toEqual([]);
  });

  test('are never negative, because the clocks of two hosts may differ', () => {
    expect(secondsBetween(at(5), at(3))).toBe(0);
    expect(secondsBetween('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.250Z')).toBe(1.25);
  });
});
