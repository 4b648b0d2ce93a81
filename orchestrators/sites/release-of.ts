import type { ContainerOutcome } from '../../contract/containers.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

export type BuiltRelease =
  | { kind: 'built'; release: string }
  | { kind: 'failed'; code: string; message: string }
  | { kind: 'cancelled'; message: string };

/** The release that a build container made, by its report, or by what it left in the store when no report arrived. */
export function* releaseOf(
  ctx: OrchestrationContext,
  ended: ContainerOutcome,
  build: { site: string; runId: string },
): Workflow<BuiltRelease> {
  const act = proxyActivities(ctx, transient);
  if (ended.kind === 'cancelled') return { kind: 'cancelled', message: ended.message };
  if (ended.kind === 'refused')
    return { kind: 'failed', code: ended.code ?? 'refused', message: ended.message };
  if (ended.kind !== 'succeeded' && ended.kind !== 'failed')
    return { kind: 'failed', code: ended.kind, message: ended.message };

  const { attempt, result } = ended;
  const { report } = yield* act.readBuildReport({ ...build, attempt, result });
  if (report?.kind === 'succeeded') return { kind: 'built', release: report.release };
  if (report?.kind === 'failed') return { kind: 'failed', code: report.code, message: report.message };
  if (ended.kind === 'failed')
    return { kind: 'failed', code: 'container-failed', message: `${ended.message} Its log tells more.` };
  return {
    kind: 'failed',
    code: 'no-release',
    message: 'The build container ended well but left no release. Its log tells more.',
  };
}
