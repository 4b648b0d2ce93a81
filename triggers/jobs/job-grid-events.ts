import type { GridEvent } from '../../lib/decide/jobs/trigger-fits.ts';
import { blobOf, triggerFits } from '../../lib/decide/jobs/trigger-fits.ts';
import { startFromEvent } from '../../lib/jobs/start-from-event.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

/**
 * Events of Event Grid, blobs that were written among them, start every job that waits for them. What it throws makes Event Grid
 * deliver the event again; runs that were started by then are not started twice.
 */
export async function jobGridEvents(
  deps: TriggerDependencies,
  runs: Runs,
  delivered: unknown,
  log: (line: string) => void,
): Promise<void> {
  const event = gridEvent(delivered);
  if (!event) return log('An event without an id and a type was delivered, and is passed over.');
  for (const job of await deps.catalogs.jobs()) {
    for (const trigger of job.triggers) {
      if (!triggerFits(trigger, event)) continue;
      const parts = trigger.kind === 'blob' ? blobParts(event) : { ...event };
      const outcome = await startFromEvent(deps, runs, { job, trigger, event: { id: event.id, parts } });
      if (outcome.kind === 'rejected') log(`job ${job.name}: event ${event.id} rejected: ${outcome.reason}`);
    }
  }
}

/** Event Grid's own schema and cloud events say the same in different words. */
function gridEvent(delivered: unknown): GridEvent | undefined {
  if (typeof delivered !== 'object' || delivered === null) return undefined;
  const { id, type, eventType, subject, source, topic, time, eventTime, data } = delivered as Record<
    string,
    unknown
  >;
  const kind = type ?? eventType;
  if (typeof id !== 'string' || typeof kind !== 'string') return undefined;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    id,
    type: kind,
    subject: text(subject),
    source: text(source ?? topic),
    time: text(time ?? eventTime),
    data: data ?? null,
  };
}

function blobParts(event: GridEvent): Record<string, unknown> {
  const { url, contentLength, contentType, eTag } = (event.data ?? {}) as Record<string, unknown>;
  return { ...blobOf(event), url, bytes: contentLength, contentType, etag: eTag, writtenAt: event.time };
}
