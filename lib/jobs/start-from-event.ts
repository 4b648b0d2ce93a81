import type { JobEvent, RejectedEvent } from '../../contract/job-events.ts';
import type { Job, JobTrigger } from '../../contract/jobs.ts';
import { eventInput } from '../decide/jobs/event-input.ts';
import { jobRunId } from '../ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { RejectedEvents } from '../ports/rejected-events.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Runs } from '../ports/runs.ts';
import { startJob } from './start-job.ts';

export type EventDependencies = {
  clock: Clock;
  documents: RunDocuments;
  rejectedEvents: RejectedEvents;
  runIndex: RunIndex;
  settings: { hub: string };
};

/** Inputs of requests have the same limit. */
const mostInputBytes = 8 * 1_024 * 1_024;

/**
 * Starts the run that an event asks for, once however often it is delivered. An event of which no input can be made is kept with
 * the reason. Throws what the storage or the hub throws: the event is to be delivered again then.
 */
export async function startFromEvent(
  deps: EventDependencies,
  runs: Runs,
  { job, trigger, event }: { job: Job; trigger: JobTrigger; event: JobEvent },
): Promise<{ kind: 'started'; id: string } | { kind: 'rejected'; reason: string }> {
  const { clock, rejectedEvents, settings } = deps;
  const id = jobRunId(job.name, `${trigger.kind}:${trigger.name}:${event.id}`);
  const now = clock.now().toISOString();
  const reject = async (reason: string) => {
    const rejected: RejectedEvent = {
      id,
      rejectedAt: now,
      reason,
      job: job.name,
      trigger: trigger.name,
      cause: trigger.kind,
      event,
    };
    await rejectedEvents.put(rejected);
    return { kind: 'rejected', reason } as const;
  };

  const made = eventInput(trigger, event);
  if (made.kind === 'unfit') return reject(made.reason);
  const bytes = Buffer.byteLength(JSON.stringify(made.value) ?? '');
  if (bytes > mostInputBytes)
    return reject(`The input has ${bytes} bytes; at most ${mostInputBytes} are possible.`);
  await startJob(deps, runs, {
    id,
    request: { hub: settings.hub, job: job.name, cause: trigger.kind, requestedAt: now, spec: job.spec },
    input: made.value,
  });
  return { kind: 'started', id };
}
