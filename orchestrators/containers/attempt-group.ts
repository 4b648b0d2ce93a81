import type { ContainerRunStatus, GroupOutline, LogSource } from '../../contract/container-runs.ts';
import type { ContainerUsage, Owner } from '../../contract/containers.ts';
import { noUsage } from '../../lib/decide/containers/container-usage.ts';
import { fittingStatus } from '../../lib/decide/containers/fitting-status.ts';
import type { OrchestrationContext } from '../../lib/durable/workflow.ts';
import { containerGroupName } from '../../lib/ids.ts';

/** The container group of one attempt, and what the run's custom status says about it. */
export type AttemptGroup = {
  readonly name: string;
  readonly attempt: number;
  readonly owner: Owner;
  /** Where its log is, and where it is archived. */
  readonly logs: LogSource;
  /** Shows a new state, with what else became known. What holds for one state only goes with it. */
  enter(state: ContainerRunStatus['state'], more?: Partial<ContainerRunStatus>): void;
  /** Shows what else became known, in the state that it is in. */
  note(more: Partial<ContainerRunStatus>): void;
};

/** Names the group after the run and the attempt, so that a repeated create is the same resource. */
export function attemptGroup(
  ctx: OrchestrationContext,
  { hub, spec }: { hub: string; spec: GroupOutline },
  attempt: number,
  usedBefore: ContainerUsage = noUsage,
): AttemptGroup {
  const id = ctx.df.instanceId;
  const name = containerGroupName({ hub, ownerId: id, word: spec.name, attempt });
  return groupOfRun(ctx, { name, owner: { kind: 'run', id, hub }, spec, attempt, usedBefore });
}

/** A group that this run makes, for itself or for somebody else. */
export function groupOfRun(
  ctx: OrchestrationContext,
  group: Pick<AttemptGroup, 'name' | 'owner' | 'attempt'> & {
    spec: GroupOutline;
    usedBefore?: ContainerUsage;
  },
): AttemptGroup {
  const { name, owner, attempt, spec, usedBefore = noUsage } = group;
  const runId = ctx.df.instanceId;
  const all = [...(spec.initContainers ?? []), ...spec.containers];
  let status: ContainerRunStatus = {
    kind: 'container',
    attempt,
    group: name,
    image: spec.containers[0]?.image ?? '',
    state: 'queued',
    ...(usedBefore === noUsage ? {} : { usage: usedBefore }),
  };
  const enter: AttemptGroup['enter'] = (state, more = {}) => {
    const { step, waitsFor, ...lasting } = status;
    status = {
      ...lasting,
      ...(state === 'running' && step !== undefined ? { step } : {}),
      ...more,
      state,
    };
    ctx.df.customStatus = fittingStatus(status);
  };
  return {
    name,
    attempt,
    owner,
    logs: { group: name, runId, attempt, containers: all.map((container) => container.name) },
    enter,
    note: (more) => enter(status.state, more),
  };
}
