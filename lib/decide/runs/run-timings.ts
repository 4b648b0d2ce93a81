import type { Timing } from '../../../contract/run-view.ts';

/** The phases of a run with their lengths; the last one lasts until `until`. The phase `done` takes no time and is left out. */
export function timingsOf(
  phases: ReadonlyArray<{ phase: string; startedAt: string }>,
  until: string,
): Timing[] {
  return phases
    .map(({ phase, startedAt }, n) => ({
      phase,
      startedAt,
      seconds: secondsBetween(startedAt, phases[n + 1]?.startedAt ?? until),
    }))
    .filter(({ phase }) => phase !== 'done');
}

/** Never negative: clocks of two hosts may differ. */
export function secondsBetween(from: string, until: string): number {
  return Math.max(0, Date.parse(until) - Date.parse(from)) / 1_000;
}
