import type { DurableFunctions, HistoryEvent } from '../../durable/index.ts';
import { eventType } from '../../durable/index.ts';
import { describeDecision } from '../../durable/interpreter/describe-decision.ts';
import type { Interpretation, OrchestrationFacts, Rules } from '../../durable/interpreter/interpretation.ts';
import { NonDeterminism } from '../../durable/interpreter/non-determinism.ts';
import { Replay } from '../../durable/interpreter/replay.ts';
import { runReplay } from '../../durable/interpreter/run-replay.ts';
import type { OrchestratorAnswer } from '../../durable/protocol/orchestrator-answer.ts';
import type { OrchestratorObserver } from '../observe/orchestrator-observer.ts';
import { TrapError } from '../trap-error.ts';
import { askAgain } from './ask-again.ts';

export type Replaying = {
  functions: DurableFunctions;
  observer: OrchestratorObserver;
  rules: Rules;
  name: string;
  instanceId: string;
};

/** What the code makes of a history. Throws a TrapError when the two part. */
export async function interpret(
  { functions, observer, rules, name, instanceId }: Replaying,
  history: readonly HistoryEvent[],
): Promise<{ answer: OrchestratorAnswer; result: Interpretation }> {
  const answer = await askAgain(functions, name, instanceId, history, rules.settings);
  if (answer.kind === 'broken') throw differs({ name, instanceId }, answer.message);
  try {
    const actions = answer.state.actions[0] ?? [];
    const result = runReplay(new Replay(factsOf(name, instanceId, history), rules, history), actions);
    return { answer, result };
  } catch (error) {
    if (!(error instanceof NonDeterminism)) throw error;
    const turn = observer.lastTurn(instanceId);
    const ending = ended(answer);
    throw differs(
      { name, instanceId },
      `${error.difference}${ending} ${error.message}`,
      turn?.positionsAt(error.place),
    );
  }
}

/** Compares a history that has been with what the code asks for today. */
export async function compareWithCode(replaying: Replaying, history: readonly HistoryEvent[]): Promise<void> {
  const { answer, result } = await interpret(replaying, history);
  const [extra] = result.decisions;
  const completed = history.findLast((event) => event.EventType === eventType.executionCompleted);
  const wasTerminated = completed?.OrchestrationStatus === 'Terminated';
  if (wasTerminated) return;
  if (extra) {
    const positions = replaying.observer.lastTurn(replaying.instanceId)?.positionsAt(undefined);
    throw differs(
      replaying,
      `the code asks for ${describeDecision(extra)}, which the history does not hold.`,
      positions,
    );
  }
  if (!completed || answer.kind !== 'state') return;
  const { state } = answer;
  const hasFailed = state.error !== undefined;
  if (!state.isDone && !hasFailed) {
    throw differs(replaying, `the history is ${completed.OrchestrationStatus}, and the code still waits.`);
  }
  if (hasFailed !== (completed.OrchestrationStatus === 'Failed')) {
    const now = hasFailed ? `fails with: ${state.error}` : 'completes';
    throw differs(replaying, `the history is ${completed.OrchestrationStatus}, and the code ${now}.`);
  }
}

export function differs(
  { name, instanceId }: { name: string; instanceId: string },
  problem: string,
  positions: readonly string[] = [],
): TrapError {
  return new TrapError({
    trap: 'nonDeterministic',
    problem: `its history does not replay on today's code: ${problem} Instances that run while the new code is deployed would fail; keep the old order for them, or let them end first.`,
    instanceId,
    orchestrator: name,
    positions,
  });
}

function ended(answer: OrchestratorAnswer): string {
  if (answer.kind !== 'state' || answer.state.error === undefined) return '';
  return ` The code ended with: ${answer.state.error}`;
}

/** What an interpretation has to know, as the history's first event tells it. */
function factsOf(name: string, instanceId: string, history: readonly HistoryEvent[]): OrchestrationFacts {
  const started = history.find((event) => event.EventType === eventType.executionStarted);
  return {
    name,
    instanceId,
    executionId: started?.OrchestrationInstance.ExecutionId ?? '',
    parentInstanceId: started?.ParentInstance?.OrchestrationInstance.InstanceId ?? null,
  };
}
