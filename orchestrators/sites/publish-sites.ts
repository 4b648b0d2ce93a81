import type {
  PublishManyEvents,
  PublishManyOutcome,
  PublishManyRequest,
  PublishManyStatus,
  SiteSummary,
} from '../../contract/publishes.ts';
import { batchesOf } from '../../lib/batches-of.ts';
import { nextLookSeconds } from '../../lib/decide/runs/next-look.ts';
import { statusOfMany, sumOf } from '../../lib/decide/sites/publish-many.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowIso, secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { batchRunId } from '../../lib/ids.ts';

/** Rows that one activity writes or reads. */
const sitesAtATime = 50;

/** Then the history is long enough to be slow to replay. */
const turnsPerLife = 200;

/** Wants a publish of every site, waits until all have ended, and sums up. Each lane has its turn when it can. */
export function* publishSites(
  ctx: OrchestrationContext,
  request: PublishManyRequest,
): Workflow<PublishManyOutcome> {
  const act = proxyActivities(ctx, transient);
  const inbox = new EventInbox<PublishManyEvents>(ctx);
  const runId = ctx.df.instanceId;
  const { sites, requestedAt } = request;
  const phases = [...(request.phases ?? [])];
  const ended = new Map((request.ended ?? []).map((summary) => [summary.runId, summary]));
  const waiting = (): string[] => sites.map((site) => batchRunId(site, runId)).filter((id) => !ended.has(id));
  const show = (
    phase?: PublishManyStatus['phases'][number]['phase'],
    more: Pick<PublishManyStatus, 'outcome'> = {},
  ): void => {
    if (phase && phases.at(-1)?.phase !== phase) phases.push({ phase, startedAt: nowIso(ctx) });
    ctx.df.customStatus = { kind: 'publishMany', phases, sites: sites.length, ended: ended.size, ...more };
  };
  const note = (summaries: readonly SiteSummary[]): void => {
    for (const summary of summaries) ended.set(summary.runId, summary);
    show();
  };

  if (!request.phases) {
    show('wanting');
    for (const some of batchesOf(sites, sitesAtATime)) {
      const answer = yield* act.wantPublishes({ batch: runId, sites: some, requestedAt });
      if (answer.kind === 'cancelled') note(some.map((site) => cancelled(site, runId, answer.message)));
    }
  }

  show('publishing');
  let looks = 0;
  for (let turn = 1; waiting().length > 0; turn++) {
    // Ends are told; a look at all sites that have not ended finds those whose telling was lost.
    const poll = secondsFromNow(ctx, nextLookSeconds(looks));
    const news = yield* firstOf(ctx, inbox, ['siteEnded'], { poll });
    if (news.kind === 'poll') looks++;
    // An activity follows every race: on Azure the event that won one would otherwise drive every further life.
    const asked = news.kind === 'poll' ? waiting() : [news.value.runId];
    for (const some of batchesOf(asked, sitesAtATime)) note((yield* act.readEnded({ runs: some })).ended);
    if (turn >= turnsPerLife && waiting().length > 0) {
      ctx.df.continueAsNew({ ...request, phases, ended: [...ended.values()] });
      return sumOf([...ended.values()]);
    }
  }

  const outcome = sumOf(sites.flatMap((site) => ended.get(batchRunId(site, runId)) ?? []));
  say(ctx, `publish of ${sites.length} sites: ${outcome.published} published, ${outcome.failed} failed`);
  const { sites: _sites, ...counts } = outcome;
  show('done', { outcome: counts });
  const message = `${outcome.published} of ${sites.length} sites published, ${outcome.failed} failed.`;
  yield* act.endBatch({ runId, requestedAt, status: statusOfMany(outcome), message });
  return outcome;
}

function cancelled(site: string, batch: string, message: string): SiteSummary {
  return { site, runId: batchRunId(site, batch), outcome: 'cancelled', message };
}
