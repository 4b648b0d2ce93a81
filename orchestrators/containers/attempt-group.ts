import type { ContainerRunStatus } from '../../contract/container-runs.ts';
import type { ContainerSpec } from '../../contract/containers.ts';
import type { OrchestrationContext } from '../../lib/durable/workflow.ts';
import { containerGroupName } from '../../lib/ids.ts';

/** The container group of one attempt, and what the run's custom status says about it. */
export type AttemptGroup = {
  readonly name: string;
  readonly attempt: number;
  /** Shows a new state, with what else became known. */
  enter(state: ContainerRunStatus['state'], more?: Partial<ContainerRunStatus>): void;
};

/** Names the group after the run and the attempt, so that a repeated create is the same resource. */
export function attemptGroup(ctx: OrchestrationContext, spec: ContainerSpec, attempt: number): AttemptGroup {
  const name = containerGroupName(spec.kind, spec.name, ctx.df.instanceId, attempt);
  let status: ContainerRunStatus = {
    kind: 'container',
    attempt,
    group: name,
    image: spec.image,
    state: 'creating',
  };
  return {
    name,
    attempt,
    enter(state, more = {}) {
      status = { ...status, ...more, state };
      ctx.df.customStatus = status;
    },
  };
}
