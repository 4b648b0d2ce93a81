import type {
  OrchestratorInput,
  OrchestratorName,
  OrchestratorResult,
} from '../../contract/orchestrators.ts';
import { type OrchestrationContext, Step } from './workflow.ts';

/**
 * Calls an orchestrator as a child. `suffix` must be new within this parent: a child id in use would replace the running
 * instance, so ids are the parent's own id with a suffix and never come from outside.
 */
export function childOrchestration<Name extends OrchestratorName>(
  ctx: OrchestrationContext,
  name: Name,
  input: OrchestratorInput<Name>,
  suffix: string,
): Step<OrchestratorResult<Name>> {
  return new Step(ctx.df.callSubOrchestrator(name, input, childRunId(ctx.df.instanceId, suffix)));
}

/** The instance id of a child. */
export function childRunId(parentId: string, suffix: string): string {
  return `${parentId}-${suffix}`;
}
