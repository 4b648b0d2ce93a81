import { z } from 'zod';
import type { PublishRequest, PublishStatus } from '../../contract/publishes.ts';
import type { RunKind } from '../../contract/run-view.ts';
import type { RunRecord, RunRow } from '../../contract/runs.ts';
import { holds, withdrawn } from '../../lib/decide/lanes/lane-row.ts';
import { isOver } from '../../lib/decide/runs/run-row.ts';
import { runKind, runStatus } from '../../lib/decide/runs/run-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { cancelRun } from '../../lib/lanes/cancel-run.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import { wakeLane } from '../../lib/lanes/wake-lane.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readOptionalJson } from '../http/read-body.ts';
import { runIdOf, runLinks, unknownRun } from '../http/run-links.ts';
import { runLinksSchema } from '../views/run-links-schema.ts';
import { siteRunsOf } from './site-runs.ts';

const bodySchema = z.strictObject({
  reason: z.string().trim().min(1).max(500).default('Cancelled on request.'),
});

/** The kinds of runs that listen to it. */
const cancellable = new Set<RunKind>(['publish', 'publishMany', 'job', 'jobArray', 'jobGraph', 'container']);

/** The phases of a publish in which live files may have been touched, or soon are. */
const latePhases = new Set(['promoting', 'purging', 'verifying', 'reporting', 'done']);

const sitesAtATime = 16;

/** Ends a run by its own means, so that it cleans up; one that still waits for its turn is taken out of its lane. */
export function runCancel(deps: TriggerDependencies): HttpTrigger {
  const { documents, runIndex, settings } = deps;
  return {
    name: 'runCancel',
    method: 'POST',
    route: 'runs/{id}/cancel',
    authLevel: 'function',
    operation: {
      id: 'cancelRun',
      tag: 'Runs',
      summary: 'Cancel a run',
      visibility: 'important',
      body: bodySchema,
      bodyIsOptional: true,
      answers: {
        202: {
          description: 'The run is told, and cleans up after itself.',
          json: z.object({ id: z.string(), reason: z.string(), links: runLinksSchema }),
        },
      },
      problems: ['run-unknown', 'run-ended', 'too-late-to-cancel'],
    },
    async handle(request, runs) {
      const { reason } = await readOptionalJson(request, bodySchema);
      const id = runIdOf(request);
      const record = await runs.read(id);
      if (record) {
        checkCancellable(record);
        await cancelRecord(deps, runs, record, reason);
      } else {
        const row = await runIndex.read(id);
        if (!row) throw unknownRun(id);
        checkWaiting(row);
        await cancelRun({ documents, runs }, id, reason);
        if (row.site) await withdraw(deps, runs, { id, site: row.site }, reason);
      }
      const links = runLinks(settings.publicUrl, id);
      return { status: 202, headers: { location: links.self }, jsonBody: { id, reason, links } };
    },
  };
}

async function cancelRecord(
  deps: TriggerDependencies,
  runs: Runs,
  record: RunRecord,
  reason: string,
): Promise<void> {
  const { documents } = deps;
  switch (record.name) {
    case 'publishSite':
      await cancelRun({ documents, runs }, record.id, reason);
      return checkNotCopying(deps, record);
    case 'runJob':
      return cancelRun({ documents, runs }, record.id, reason);
    case 'publishSites':
      await documents.markCancelled(record.id, reason);
      return forEachConcurrently(siteRunsOf(record) ?? [], sitesAtATime, async ({ site, runId }) => {
        await cancelRun({ documents, runs }, runId, reason);
        await withdraw(deps, runs, { id: runId, site }, reason);
      });
    default:
      await documents.markCancelled(record.id, reason);
      await runs.raise(record.id, 'cancelRequested', { reason });
  }
}

/** A publish whose turn has just come is no longer in its lane, and finds the mark instead. */
async function withdraw(
  deps: TriggerDependencies,
  runs: Runs,
  { id, site }: { id: string; site: string },
  reason: string,
): Promise<void> {
  const after = await updateLane(deps, site, (row) => withdrawn(row, id, reason));
  if (holds(after, id)) await wakeLane(runs, site);
}

/** Throws `run-ended`. */
function checkWaiting(row: RunRow): void {
  if (isOver(row)) throw ended(row.id, row.status);
}

/** Throws `run-unknown`, `run-ended`, `too-late-to-cancel` or, for what cannot be cancelled, `invalid-request`. */
function checkCancellable(record: RunRecord): void {
  const kind = runKind(record.name);
  if (!kind) throw unknownRun(record.id);
  if (!cancellable.has(kind)) {
    throw new SlipwayError('invalid-request', `"${record.id}" works for other runs and cannot be cancelled.`);
  }
  const status = runStatus(kind, record);
  if (isOver({ status })) throw ended(record.id, status);
  const { phase } = (record.customStatus ?? {}) as Partial<PublishStatus>;
  if (kind === 'publish' && phase && latePhases.has(phase)) {
    throw tooLate(record.id, phase);
  }
}

/** After the mark, because a promotion looks for the mark after it said that it copies: one of the two sees the other. */
async function checkNotCopying({ targets }: TriggerDependencies, { id, input }: RunRecord): Promise<void> {
  const { site } = input as PublishRequest;
  const { promoting } = (await targets.read({ site, lane: 'production' })).state;
  if (promoting?.runId === id && promoting.copying) throw tooLate(id, 'promoting');
}

function tooLate(id: string, phase: string): SlipwayError {
  return new SlipwayError(
    'too-late-to-cancel',
    `The run "${id}" is ${phase}: live files may have changed already. Publish an earlier commit to go back.`,
    { details: { phase } },
  );
}

function ended(id: string, status: string): SlipwayError {
  return new SlipwayError('run-ended', `The run "${id}" has ended: ${status}.`);
}
