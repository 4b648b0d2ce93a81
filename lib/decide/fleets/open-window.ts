import { Cron } from 'croner';
import type { ScheduleWindow } from '../../../contract/fleets.ts';

/** The first window that is open: the latest time of its expression is no longer ago than it stays open. */
export function openWindow(
  windows: readonly ScheduleWindow[],
  timeZone: string,
  now: string,
): ScheduleWindow | undefined {
  // Runs before a moment: the moment itself is still to count.
  const end = new Date(Date.parse(now) + 1_000);
  return windows.find(({ cron, minutes }) => {
    const [begin] = new Cron(cron, { paused: true, timezone: timeZone }).previousRuns(1, end);
    return begin !== undefined && Date.parse(now) < begin.getTime() + minutes * 60_000;
  });
}
