import type { ScheduleNote } from '../../contract/job-events.ts';
import type { Job, JobTrigger } from '../../contract/jobs.ts';
import { isAlive } from '../../lib/decide/is-alive.ts';
import { scheduleStep } from '../../lib/decide/jobs/schedule-step.ts';
import { messageOf } from '../../lib/errors.ts';
import { dueTimes } from '../../lib/jobs/due-times.ts';
import { startFromEvent } from '../../lib/jobs/start-from-event.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

type Schedule = { job: Job; trigger: Extract<JobTrigger, { kind: 'schedule' }> };

/**
 * Starts what has come due. What is written down afterwards may be lost: a due time has one run, however often it is started. One
 * schedule that fails takes nothing from the others.
 */
export async function jobSchedulesTimer(
  deps: TriggerDependencies,
  runs: Runs,
  log: (line: string) => void,
): Promise<void> {
  const schedules = (await deps.catalogs.jobs()).flatMap((job) =>
    job.triggers.flatMap((trigger): Schedule[] => (trigger.kind === 'schedule' ? [{ job, trigger }] : [])),
  );
  const before = await deps.scheduleNotes.read();
  if (schedules.length === 0 && Object.keys(before).length === 0) return;
  const notes: Record<string, ScheduleNote> = {};
  for (const schedule of schedules) {
    const key = `${schedule.job.name}/${schedule.trigger.name}`;
    const note = before[key];
    try {
      notes[key] = await look(deps, runs, schedule, note, log);
    } catch (error) {
      log(`schedule ${key}: ${messageOf(error)}`);
      if (note) notes[key] = note;
    }
  }
  await deps.scheduleNotes.write(notes);
}

async function look(
  deps: TriggerDependencies,
  runs: Runs,
  { job, trigger }: Schedule,
  before: ScheduleNote | undefined,
  log: (line: string) => void,
): Promise<ScheduleNote> {
  const { cron, timeZone = 'UTC', whenRunning, name } = trigger;
  const now = deps.clock.now().toISOString();
  const known = before?.cron === cron && before.timeZone === timeZone ? before : undefined;
  // A new schedule begins now: what would have been due before it existed is nobody's.
  if (!known) return { cron, timeZone, since: now, waiting: [] };
  const { note, start, skipped } = scheduleStep({
    note: known,
    due: dueTimes({ cron, timeZone }, known.since, now),
    now,
    isRunning: known.lastRun !== undefined && isAlive(await runs.stateOf(known.lastRun)),
    whenRunning,
  });
  for (const time of skipped) log(`job ${job.name}: the run of ${time} is skipped (schedule ${name})`);
  if (start === undefined) return note;
  const event = { id: start, parts: { scheduledAt: start, timeZone, schedule: name } };
  const outcome = await startFromEvent(deps, runs, { job, trigger, event });
  if (outcome.kind === 'rejected') {
    log(`job ${job.name}: the run of ${start} was rejected: ${outcome.reason}`);
    return note;
  }
  return { ...note, lastRun: outcome.id };
}
