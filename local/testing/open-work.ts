import type { Clock } from '../clock.ts';
import { type DurableEngine, eventType } from '../durable/index.ts';
import { actionType } from '../durable/protocol/actions.ts';
import type { OrchestratorObserver } from './observe/orchestrator-observer.ts';
import { describeAction } from './observe/replay-difference.ts';

type Parts = { engine: DurableEngine; observer: OrchestratorObserver; clock: Clock };

/** All that an instance still waits for, one line each; the work of a child is indented below it. */
export function openWork(parts: Parts, instanceId: string): string[] {
  const { engine, observer, clock } = parts;
  const history = engine.history(instanceId) ?? [];
  if (history.length === 0) return ['its first turn'];
  const open = new Map<number, string[]>();
  const turn = observer.lastTurn(instanceId);
  const at = (isIt: (action: { actionType: number; functionName?: string }) => boolean): string => {
    const [position] = turn?.positionsOf(turn.actions.findLast((action) => isIt(action))) ?? [];
    return position === undefined ? '' : `, called at ${position}`;
  };
  for (const event of history) {
    if (event.EventType === eventType.taskScheduled) {
      const since = at((action) => action.functionName?.toLowerCase() === event.Name.toLowerCase());
      open.set(event.EventId, [`activity '${event.Name}' (#${event.EventId})${since}`]);
    } else if (event.EventType === eventType.childCreated) {
      const child = `child '${event.Name}' (${event.InstanceId})`;
      open.set(event.EventId, [child, ...openWork(parts, event.InstanceId).map((line) => `  ${line}`)]);
    } else if (event.EventType === eventType.timerCreated) {
      const seconds = Math.round((Date.parse(event.FireAt) - clock.now()) / 1_000);
      open.set(event.EventId, [`timer due ${event.FireAt} (#${event.EventId}), in ${seconds} s`]);
    } else if ('TaskScheduledId' in event) {
      open.delete(event.TaskScheduledId);
    } else if (event.EventType === eventType.timerFired) {
      open.delete(event.TimerId);
    }
  }
  // Timers that the code has cancelled are in the history for ever.
  const cancelled = new Set(
    (turn?.actions ?? []).flatMap((action) => cancelledTimers(action)).map((text) => Date.parse(text)),
  );
  const lines = [...open.values()].filter(
    ([line = '']) => !(line.startsWith('timer due ') && cancelled.has(Date.parse(line.split(' ')[2] ?? ''))),
  );
  return [...lines.flat(), ...awaitedElsewhere(turn)];
}

function cancelledTimers(action: {
  actionType: number;
  fireAt?: string;
  isCanceled?: boolean;
  compoundActions?: Parameters<typeof cancelledTimers>[0][];
}): string[] {
  if (action.compoundActions) return action.compoundActions.flatMap(cancelledTimers);
  return action.isCanceled && action.fireAt !== undefined ? [action.fireAt] : [];
}

/** What the code awaits and the history does not show: events, entities, calls that the host refused. */
function awaitedElsewhere(turn: ReturnType<OrchestratorObserver['lastTurn']>): string[] {
  const shown = new Set<number>([
    actionType.callActivity,
    actionType.callActivityWithRetry,
    actionType.callSubOrchestrator,
    actionType.callSubOrchestratorWithRetry,
    actionType.createTimer,
    actionType.callHttp,
  ]);
  const awaited = turn?.awaited.filter((action) => !shown.has(action.actionType)) ?? [];
  return awaited.map((action) => {
    const [position] = turn?.positionsOf(action) ?? [];
    return `${describeAction(action)}${position === undefined ? '' : `, awaited at ${position}`}`;
  });
}
