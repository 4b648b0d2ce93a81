import { z } from 'zod';
import type { PublishStatus } from '../../contract/publishes.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { cancellationTargets } from '../../lib/decide/runs/cancellation-targets.ts';
import { runKind, runStatus } from '../../lib/decide/runs/run-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readOptionalJson } from '../http/read-body.ts';
import { knownRun, runLinks, unknownRun } from '../http/run-links.ts';

const bodySchema = z.strictObject({
  reason: z.string().trim().min(1).max(500).default('Cancelled on request.'),
});

/** The phases of a publish in which no live file has been touched. */
const cancellablePhases = new Set<PublishStatus['phase']>(['fetching', 'building']);

/** Ends a run by its own means, so that it cleans up: a mark that it finds, and an event that wakes what waits. */
export function runCancel(deps: TriggerDependencies): HttpTrigger {
  const { documents, settings } = deps;
  return {
    name: 'runCancel',
    method: 'POST',
    route: 'runs/{id}/cancel',
    authLevel: 'function',
    async handle(request, runs) {
      const { reason } = await readOptionalJson(request, bodySchema);
      const record = await knownRun(runs, request.params.id);
      checkCancellable(record);

      const { marked, woken } = cancellationTargets(record.id, record.name, record.input);
      // The mark first: who is woken by the event looks for it, and who hears no event finds it later.
      await Promise.all(marked.map((id) => documents.markCancelled(id, reason)));
      await Promise.all(woken.map((id) => runs.raise(id, 'cancelRequested', { reason })));
      const links = runLinks(settings.publicUrl, record.id);
      return { status: 202, headers: { location: links.self }, jsonBody: { id: record.id, reason, links } };
    },
  };
}

/** Throws `run-unknown`, `run-ended`, `too-late-to-cancel` or, for what cannot be cancelled, `invalid-request`. */
function checkCancellable(record: RunRecord): void {
  const kind = runKind(record.name);
  if (!kind) throw unknownRun(record.id);
  if (kind === 'sweep') {
    throw new SlipwayError(
      'invalid-request',
      'A sweep cannot be cancelled; it ends by itself within minutes.',
    );
  }
  const status = runStatus(kind, record);
  if (status !== 'pending' && status !== 'running') {
    throw new SlipwayError('run-ended', `The run "${record.id}" has ended: ${status}.`, {
      details: { status },
    });
  }
  const { phase } = (record.customStatus ?? {}) as Partial<PublishStatus>;
  if (kind === 'publish' && phase && !cancellablePhases.has(phase)) {
    throw new SlipwayError(
      'too-late-to-cancel',
      `The run "${record.id}" is ${phase}: live files may have changed already. Publish an earlier commit to go back.`,
      { details: { phase } },
    );
  }
}
