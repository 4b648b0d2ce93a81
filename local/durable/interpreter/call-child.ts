import type { CallSubOrchestrator, CallSubOrchestratorWithRetry } from '../protocol/actions.ts';
import { writtenText } from '../protocol/json-text.ts';
import { type Settle, settled } from './decision.ts';
import { refuse } from './refuse.ts';
import type { Replay } from './replay.ts';

export function callChild(
  replay: Replay,
  action: CallSubOrchestrator | CallSubOrchestratorWithRetry,
  settle: Settle,
): void {
  const { instanceId: ownId, parentInstanceId } = replay.facts;
  const name = action.functionName;
  if (!replay.rules.knows('orchestration', name) && !replay.isRecorded(name)) {
    refuse(replay, 'unknownFunction', `called the orchestrator '${name}', which is not registered`);
    settle(settled);
    return;
  }
  if (action.instanceId && (action.instanceId === ownId || action.instanceId === parentInstanceId)) {
    const whose = action.instanceId === ownId ? 'its own' : "its parent's";
    refuse(replay, 'childIdIsOwn', `gave a child ${whose} instance id '${action.instanceId}'`);
    settle(settled);
    return;
  }
  replay.schedule(
    {
      kind: 'child',
      name,
      instanceId: action.instanceId || `${replay.facts.executionId}:${replay.nextId}`,
      input: writtenText(action.input),
      version: action.version || replay.rules.settings.defaultVersion,
    },
    settle,
  );
}
