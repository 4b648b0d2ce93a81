import type { ScheduleNote } from '../../../contract/job-events.ts';

/** More runs than that never wait: whoever is so far behind will not catch up. The oldest are let go. */
const mostWaiting = 100;

export type ScheduleStep = {
  note: ScheduleNote;
  /** ISO: the due time of the run that is started now. */
  start?: string;
  /** ISO: due times that have no run. */
  skipped: string[];
};

/**
 * What a schedule does now. Of what came due while nobody looked, `queue` makes up all, and `skip` the latest. One run goes on
 * at a time.
 */
export function scheduleStep({
  note,
  due,
  now,
  isRunning,
  whenRunning,
}: {
  note: ScheduleNote;
  /** ISO, in order: what came due since `note.since`. */
  due: readonly string[];
  now: string;
  /** Whether the last run still goes on. */
  isRunning: boolean;
  whenRunning: 'skip' | 'queue';
}): ScheduleStep {
  const at = { ...note, since: now };
  if (whenRunning === 'skip') {
    const start = isRunning ? undefined : due.at(-1);
    const skipped = due.filter((time) => time !== start);
    return { note: { ...at, waiting: [] }, ...(start === undefined ? {} : { start }), skipped };
  }
  const all = [...note.waiting, ...due];
  const waiting = all.slice(-mostWaiting);
  const skipped = all.slice(0, all.length - waiting.length);
  const start = isRunning ? undefined : waiting.shift();
  return { note: { ...at, waiting }, ...(start === undefined ? {} : { start }), skipped };
}
