import { isDeepStrictEqual } from 'node:util';
import type { DurableFunctions } from '../../local/durable/functions-port.ts';
import { eventType, type HistoryEvent } from '../../local/durable/index.ts';

type Action = { actionType: number; isCanceled?: boolean; compoundActions?: Action[] };

/**
 * Gives an orchestrator its own history again, cut after every turn, and checks that it asks for the same actions each time:
 * those of an earlier turn are the beginning of those of every later one. Throws when they are not.
 */
export async function checkReplay(
  functions: DurableFunctions,
  name: string,
  instanceId: string,
  history: readonly HistoryEvent[],
): Promise<void> {
  let before: Action[] = [];
  for (const [index, event] of history.entries()) {
    if (event.EventType !== eventType.orchestratorCompleted) continue;
    const actions = await actionsAfter(functions, name, instanceId, history.slice(0, index + 1));
    if (!isDeepStrictEqual(before.map(asAskedFor), actions.slice(0, before.length).map(asAskedFor))) {
      throw new Error(
        `"${instanceId}" (${name}) is not deterministic: replayed up to event ${index}, it asks for\n` +
          `${JSON.stringify(actions)}\nwhere it asked before for\n${JSON.stringify(before)}`,
      );
    }
    before = actions;
  }
}

async function actionsAfter(
  functions: DurableFunctions,
  name: string,
  instanceId: string,
  history: readonly HistoryEvent[],
): Promise<Action[]> {
  const started = history.find((event) => event.EventType === eventType.executionStarted);
  const input =
    started && 'Input' in started && typeof started.Input === 'string' ? JSON.parse(started.Input) : null;
  const payload = {
    history: history.map((event) => ({ ...event, IsPlayed: true })),
    input,
    instanceId,
    isReplaying: true,
    parentInstanceId: null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  };
  const answer = await functions.invoke(name, { string: JSON.stringify(payload) }, {}).then(
    (value) => value?.json ?? '',
    (error: Error) => error.message.slice(error.message.indexOf('{')),
  );
  return (JSON.parse(answer) as { actions: [Action[]] }).actions[0];
}

/** A timer is cancelled in a later turn than it was asked for in; that is no difference. */
function asAskedFor({ isCanceled: _, compoundActions, ...action }: Action): unknown {
  return compoundActions ? { ...action, compoundActions: compoundActions.map(asAskedFor) } : action;
}
