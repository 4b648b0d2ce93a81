import type {
  OrchestratorInput,
  OrchestratorName,
  OrchestratorResult,
} from '../../contract/orchestrators.ts';
import { carriedTrace, withTrace } from './carried-trace.ts';
import { type OrchestrationContext, Step } from './workflow.ts';

/** Calls an orchestrator as a child. `id` must be new within this parent, as `childRunId` of `lib/ids.ts` makes it. */
export function childOrchestration<Name extends OrchestratorName>(
  ctx: OrchestrationContext,
  name: Name,
  input: OrchestratorInput<Name>,
  id: string,
): Step<OrchestratorResult<Name>> {
  return new Step(ctx.df.callSubOrchestrator(name, withTrace(input, carriedTrace(ctx.df.getInput())), id));
}
