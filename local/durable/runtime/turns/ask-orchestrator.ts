import type { DurableFunctions } from '../../functions-port.ts';
import { answerOfError, answerOfValue, type OrchestratorAnswer } from '../../protocol/orchestrator-answer.ts';
import { timeSpan } from '../../protocol/time-span.ts';
import type { EngineSettings } from '../../settings.ts';
import type { LiveInstance } from '../instances/live-instance.ts';

/** Gives the function its trigger and reads its answer. */
export async function askOrchestrator(
  functions: DurableFunctions,
  registeredName: string,
  trigger: string,
): Promise<OrchestratorAnswer> {
  try {
    return answerOfValue(await functions.invoke(registeredName, { string: trigger }, {}));
  } catch (error) {
    return answerOfError(error);
  }
}

/** What the function gets in a turn: its whole history, of which `freshText` has the new events. */
export function orchestratorTrigger(
  settings: EngineSettings,
  instance: LiveInstance,
  freshText: string,
): string {
  const { row, historyText } = instance;
  const parent = row.parent?.OrchestrationInstance.InstanceId ?? null;
  const history = historyText === '' ? freshText : `${historyText},${freshText}`;
  return `{"history":[${history}],"input":${row.input ?? 'null'},"instanceId":${JSON.stringify(row.instanceId)},"isReplaying":${instance.turns > 0},"parentInstanceId":${JSON.stringify(parent)},"sourceInstanceId":null,${constants(settings)}}`;
}

const constantsOf = new WeakMap<EngineSettings, string>();

/** The schema V4 of the protocol and what a timer and a polling may take. */
function constants(settings: EngineSettings): string {
  const known = constantsOf.get(settings);
  if (known !== undefined) return known;
  const { timerIntervalMs, timerMaximumMs, httpSleepMs } = settings;
  const text = `"upperSchemaVersion":1,"upperSchemaVersionNew":3,"longRunningTimerIntervalDuration":"${timeSpan(timerIntervalMs)}","maximumShortTimerDuration":"${timeSpan(timerMaximumMs)}","defaultHttpAsyncRequestSleepTimeMillseconds":${httpSleepMs}`;
  constantsOf.set(settings, text);
  return text;
}
