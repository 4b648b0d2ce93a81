import type { DurableFunctions, HistoryEvent } from '../../durable/index.ts';
import { eventType } from '../../durable/index.ts';
import { eventText } from '../../durable/protocol/event-text.ts';
import {
  answerOfError,
  answerOfValue,
  type OrchestratorAnswer,
} from '../../durable/protocol/orchestrator-answer.ts';
import { timeSpan } from '../../durable/protocol/time-span.ts';
import { type EngineSettings, resolveSettings } from '../../durable/settings.ts';

/** Runs an orchestrator's code against a history that has been, and reads its answer. */
export async function askAgain(
  functions: DurableFunctions,
  name: string,
  instanceId: string,
  history: readonly HistoryEvent[],
  settings: EngineSettings = resolveSettings(),
): Promise<OrchestratorAnswer> {
  const started = history.find((event) => event.EventType === eventType.executionStarted);
  const parent = started?.ParentInstance?.OrchestrationInstance.InstanceId ?? null;
  // A beginning of one more turn, so that all before it is the past and what the code logs is known already.
  const next = { ...history.findLast((event) => event.EventType === eventType.orchestratorStarted) };
  const events = [...history.map((event) => eventText(event).played), JSON.stringify(next)].join(',');
  const rest = JSON.stringify({
    instanceId,
    isReplaying: true,
    parentInstanceId: parent,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: timeSpan(settings.timerIntervalMs),
    maximumShortTimerDuration: timeSpan(settings.timerMaximumMs),
    defaultHttpAsyncRequestSleepTimeMillseconds: settings.httpSleepMs,
  });
  const payload = `{"history":[${events}],"input":${started?.Input ?? 'null'},${rest.slice(1)}`;
  try {
    return answerOfValue(await functions.invoke(name, { string: payload }, {}));
  } catch (error) {
    return answerOfError(error);
  }
}
