import type { JobEvent } from '../../contract/job-events.ts';
import { startFromEvent } from '../../lib/jobs/start-from-event.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

export type QueueMessage = {
  id: string;
  /** What JSON it is, or its text. */
  body: unknown;
  insertedAt: string;
};

/**
 * A message starts a run of every job that listens to its queue. One that nobody can use is kept as a rejected event; what it
 * throws gives the message back to the queue.
 */
export async function jobQueueMessage(
  deps: TriggerDependencies,
  runs: Runs,
  queue: string,
  { id, body, insertedAt }: QueueMessage,
  log: (line: string) => void,
): Promise<void> {
  const event: JobEvent = { id, parts: { body, id, insertedAt } };
  let wanted = false;
  for (const job of await deps.catalogs.jobs()) {
    for (const trigger of job.triggers) {
      if (trigger.kind !== 'queue' || trigger.queue !== queue) continue;
      wanted = true;
      const outcome = await startFromEvent(deps, runs, { job, trigger, event });
      if (outcome.kind === 'rejected') log(`job ${job.name}: message ${id} rejected: ${outcome.reason}`);
    }
  }
  if (wanted) return;
  const reason = `No job of the catalog listens to the queue "${queue}" any more.`;
  await deps.rejectedEvents.put({
    id: `queue-${queue}-${id}`,
    rejectedAt: deps.clock.now().toISOString(),
    reason,
    cause: 'queue',
    event,
  });
  log(`message ${id} rejected: ${reason}`);
}
