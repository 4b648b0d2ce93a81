import type { Commit } from '../../contract/commits.ts';
import type {
  LiveObservation,
  PublishOutcome,
  PublishPhase,
  PublishRequest,
} from '../../contract/publishes.ts';
import type { Site, Target } from '../../contract/sites.ts';
import { buildContainer } from '../../lib/decide/sites/build-container.ts';
import { commitStatusOf } from '../../lib/decide/sites/commit-status-of.ts';
import { childOrchestration } from '../../lib/durable/child-orchestration.ts';
import { failureText } from '../../lib/durable/failure-text.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { childRunId } from '../../lib/ids.ts';
import { confirmLive } from './confirm-live.ts';
import { promoteRelease } from './promote-release.ts';
import { type PublishProgress, publishProgress } from './publish-progress.ts';
import { releaseOf } from './release-of.ts';

/** An activity that waits longer than this for a purge would be near the time limit of functions. */
const longestPurgeWaitSeconds = 60;

/** What a publish knows so far. `name`: of the site. */
type Found = { name: string; site?: Site; commit?: Commit };

/** Turns one commit of a site into its live release. Always returns an outcome, because it is one branch of a fan-out. */
export function* publishSite(ctx: OrchestrationContext, request: PublishRequest): Workflow<PublishOutcome> {
  const progress = publishProgress(ctx, request);
  const found: Found = { name: request.site };
  let outcome: PublishOutcome;
  try {
    outcome = yield* publish(ctx, request, progress, found);
  } catch (error) {
    const code = error instanceof SlipwayError ? error.code : 'internal';
    outcome = failed(found, progress.phase, code, failureText(error));
  }
  if (found.site && found.commit) yield* reportOutcome(ctx, progress, found.site, found.commit, outcome);
  progress.enter('done');
  progress.note({ outcome });
  yield* record(ctx, request, progress, outcome);
  return outcome;
}

function* publish(
  ctx: OrchestrationContext,
  request: PublishRequest,
  progress: PublishProgress,
  found: Found,
): Workflow<PublishOutcome> {
  const act = proxyActivities(ctx, transient);
  const runId = ctx.df.instanceId;
  const { site: name, requestedAt } = request;

  progress.enter('fetching');
  const known = yield* act.getSite({ site: name });
  if (known.kind === 'unknown') return failed(found, 'fetching', 'site-unknown', known.message);
  const { site, target } = known;
  found.site = site;
  progress.note({ liveUrl: site.url });

  const lookup = yield* act.fetchCommit({ site, ref: request.ref, runId });
  if (lookup.kind === 'cancelled') return cancelled(found, 'fetching', lookup.message);
  if (lookup.kind === 'notFound') return failed(found, 'fetching', 'commit-not-found', lookup.message);
  const { commit } = lookup;
  found.commit = commit;
  progress.note({ commit });
  yield* act.reportCommitStatus({
    site,
    runId,
    sha: commit.sha,
    state: 'pending',
    description: `Publishing ${site.url}`,
  });

  progress.enter('building');
  const containerRunId = childRunId(runId, 'container');
  const ended = yield* childOrchestration(
    ctx,
    'runContainer',
    {
      hub: known.hub,
      spec: buildContainer({ ...known, commit }),
      priority: 'production',
      share: name,
      queueDeadlineSeconds: site.build.queueDeadlineSeconds,
    },
    containerRunId,
  );
  const built = yield* releaseOf(ctx, ended, { site: name, runId: containerRunId });
  if (built.kind === 'cancelled') return cancelled(found, 'building', built.message);
  if (built.kind === 'failed') return failed(found, 'building', built.code, built.message);
  const { release } = built;
  progress.note({ release });

  const promoted = yield* promoteRelease(ctx, {
    site,
    target,
    runId,
    release,
    commit: commit.sha,
    requestedAt,
    force: request.force ?? false,
    deleteAssetsAtOnce: request.deleteAssetsAtOnce ?? false,
    onBegin: () => progress.enter('promoting'),
  });
  if (promoted.kind === 'superseded') return { kind: 'superseded', site: name, commit, by: promoted.by };
  if (promoted.kind === 'cancelled') return cancelled(found, 'promoting', promoted.message);
  if (promoted.kind === 'refused' || promoted.kind === 'busy')
    return failed(found, 'promoting', `promotion-${promoted.kind}`, promoted.message);

  const live = yield* showVisitors(ctx, progress, { site, target, release, ...promoted });
  return {
    kind: 'published',
    site: name,
    commit,
    release,
    liveUrl: site.url,
    changed: promoted.changed,
    live,
  };
}

function failed({ name, commit }: Found, stage: PublishPhase, code: string, message: string): PublishOutcome {
  return { kind: 'failed', site: name, stage, code, message, ...(commit ? { commit } : {}) };
}

function cancelled({ name, commit }: Found, stage: PublishPhase, message: string): PublishOutcome {
  return { kind: 'cancelled', site: name, stage, message, ...(commit ? { commit } : {}) };
}

/** Brings the live release to the visitors. It is live whatever happens here, so trouble is observed and fails nothing. */
function* showVisitors(
  ctx: OrchestrationContext,
  progress: PublishProgress,
  published: { site: Site; target: Target; release: string; needsPurge: boolean },
): Workflow<LiveObservation> {
  const { site, target, release, needsPurge } = published;
  const act = proxyActivities(ctx, transient);
  try {
    progress.enter('purging');
    const waitSeconds = Math.min(site.verifySeconds, longestPurgeWaitSeconds);
    if (needsPurge) yield* act.purgeCdn({ target, waitSeconds });

    progress.enter('verifying');
    return yield* confirmLive(ctx, { target, release, seconds: site.verifySeconds });
  } catch (error) {
    return { kind: 'notYet', message: failureText(error) };
  }
}

/** Tells the commit's page how it ended. */
function* reportOutcome(
  ctx: OrchestrationContext,
  progress: PublishProgress,
  site: Site,
  commit: Commit,
  outcome: PublishOutcome,
): Workflow<void> {
  const act = proxyActivities(ctx, transient);
  progress.enter('reporting');
  yield* act.reportCommitStatus({
    site,
    runId: ctx.df.instanceId,
    sha: commit.sha,
    ...commitStatusOf(outcome),
  });
}

/** Makes room for the next publish of the site. Should it fail, the lane finds the end of this run by itself. */
function* record(
  ctx: OrchestrationContext,
  request: PublishRequest,
  { phases }: PublishProgress,
  outcome: PublishOutcome,
): Workflow<void> {
  const runId = ctx.df.instanceId;
  try {
    yield* proxyActivities(ctx, transient).endPublish({ runId, request, outcome, phases });
  } catch (error) {
    say(ctx, `publish of ${request.site}: its end was not recorded: ${failureText(error)}`);
  }
}
