import { eventType, type HistoryEvent, type HistoryRow } from '../../durable/index.ts';
import type { Decision } from '../../durable/interpreter/decision.ts';
import { describeDecision } from '../../durable/interpreter/describe-decision.ts';
import { textOfValue } from '../../durable/protocol/json-text.ts';
import { eventOf } from '../../durable/runtime/outcomes/event-of.ts';
import { differs, interpret, type Replaying } from './compare-with-code.ts';
import type { SavedStatus } from './saved-history.ts';

/**
 * Makes a history of the rows that the management API shows. They have no ids, no turns, and of most tasks only the end.
 * So the code says in which order it asks for things, which gives the ids, and the rows say what came of them: each row
 * that brings something is a turn of its own. Times are those of the rows, a turn being as late as its row.
 */
export async function historyOfRows(
  replaying: Replaying,
  { status }: { status: SavedStatus },
): Promise<HistoryEvent[]> {
  const { name, instanceId } = replaying;
  const rows = status.historyEvents;
  const open: Decision[] = [];
  const startTime = String(rows[0]?.Timestamp ?? status.createdTime);
  const history: HistoryEvent[] = [
    at(eventType.orchestratorStarted, startTime),
    startEvent(replaying, status, startTime),
  ];

  const takeDecisions = async (time: string): Promise<void> => {
    const { result } = await interpret(replaying, history);
    for (const decision of result.decisions) {
      history.push(eventOf(decision, time, false));
      // A cancelled timer fires all the same.
      open.push(decision);
    }
    history.push(at(eventType.orchestratorCompleted, time));
  };

  await takeDecisions(startTime);
  for (const [index, row] of rows.entries()) {
    const brought = bring(row, open);
    if (brought === 'nothing') continue;
    if (brought === 'unknown') {
      const asked = open.map(describeDecision).join(', ') || 'nothing that is open';
      throw differs(
        { name, instanceId },
        `row ${index} of the history is ${describeRow(row)}, and the code asks for ${asked}.`,
        replaying.observer.lastTurn(instanceId)?.positionsAt(undefined),
      );
    }
    if (brought.EventType === eventType.executionCompleted) {
      // An instance ends in the turn that brought its last result.
      history.splice(history.length - 1, 0, brought);
      continue;
    }
    const time = timeOf(row);
    history.push(at(eventType.orchestratorStarted, time), brought);
    await takeDecisions(time);
  }
  checkScheduled(replaying, rows, history, open);
  return history;
}

/** Of what has not ended the rows show the beginning, and of timers always. */
function checkScheduled(
  replaying: Replaying,
  rows: readonly HistoryRow[],
  history: readonly HistoryEvent[],
  open: readonly Decision[],
): void {
  const begun = rows.filter(
    ({ EventType }) => EventType === 'TaskScheduled' || EventType === 'SubOrchestrationInstanceCreated',
  );
  for (const decision of open) {
    if (decision.kind !== 'activity' && decision.kind !== 'child') continue;
    if (!remove(begun, (row) => sameName(decision.name, row))) {
      throw differs(
        replaying,
        `the code asks for ${describeDecision(decision)}, which the history does not hold.`,
      );
    }
  }
  const [left] = begun;
  if (left)
    throw differs(replaying, `the history holds ${describeRow(left)}, and the code does not ask for it.`);
  const made = history.filter((event) => event.EventType === eventType.timerCreated).length;
  const held = rows.filter((row) => row.EventType === 'TimerCreated').length;
  if (made !== held) {
    throw differs(replaying, `the history holds ${held} timer(s), and the code asks for ${made}.`);
  }
}

function startEvent({ name, instanceId }: Replaying, status: SavedStatus, time: string): HistoryEvent {
  const { parentInstanceId } = status;
  const parent =
    parentInstanceId === undefined ? null : { InstanceId: parentInstanceId, ExecutionId: 'parent' };
  return {
    EventType: eventType.executionStarted,
    OrchestrationInstance: { InstanceId: instanceId, ExecutionId: 'saved' },
    ParentInstance: parent && { Name: '', OrchestrationInstance: parent, TaskScheduleId: 0, Version: null },
    Name: name,
    Version: null,
    Input: textOfValue(status.input ?? undefined),
    Generation: 0,
    EventId: -1,
    Timestamp: time,
  };
}

type Plain = typeof eventType.orchestratorStarted | typeof eventType.orchestratorCompleted;

function at(kind: Plain, Timestamp: string): HistoryEvent {
  return { EventType: kind, EventId: -1, Timestamp };
}

/** A timer's row has the time at which it was made. */
function timeOf(row: HistoryRow): string {
  return String(row.EventType === 'TimerFired' ? row.FireAt : row.Timestamp);
}

/** The event of a row that ends something or comes from outside, and the task that it ends taken off the list. */
function bring(row: HistoryRow, open: Decision[]): HistoryEvent | 'nothing' | 'unknown' {
  const common = { EventId: -1, Timestamp: String(row.Timestamp) };
  const task = (kind: Decision['kind']): Decision | undefined => remove(open, (one) => fits(one, kind, row));
  const firstTimer = (): Decision | undefined => {
    const due = Math.min(...open.map((one) => (one.kind === 'timer' ? one.dueMs : Number.POSITIVE_INFINITY)));
    return remove(open, (one) => one.kind === 'timer' && one.dueMs === due);
  };
  const failure = {
    Reason: textOrNull(row.Reason),
    Details: textOrNull(row.Details),
    FailureDetails: (row.FailureDetails ?? null) as null,
  };
  const Result = textOfValue(row.Result);
  switch (row.EventType) {
    case 'TaskCompleted':
    case 'TaskFailed': {
      const ended = task('activity');
      if (!ended) return 'unknown';
      const id = { TaskScheduledId: ended.id, ...common };
      return row.EventType === 'TaskCompleted'
        ? { EventType: eventType.taskCompleted, Result, ...id }
        : { EventType: eventType.taskFailed, ...failure, ...id };
    }
    case 'SubOrchestrationInstanceCompleted':
    case 'SubOrchestrationInstanceFailed': {
      const ended = task('child');
      if (!ended) return 'unknown';
      const id = { TaskScheduledId: ended.id, ...common };
      return row.EventType === 'SubOrchestrationInstanceCompleted'
        ? { EventType: eventType.childCompleted, Result, ...id }
        : { EventType: eventType.childFailed, ...failure, ...id };
    }
    case 'TimerFired': {
      const ended = firstTimer();
      if (!ended) return 'unknown';
      return { EventType: eventType.timerFired, TimerId: ended.id, FireAt: String(row.FireAt), ...common };
    }
    case 'EventRaised':
      return {
        EventType: eventType.eventRaised,
        Name: String(row.Name),
        Input: textOrNull(row.Input),
        ...common,
      };
    case 'ExecutionCompleted':
      return {
        EventType: eventType.executionCompleted,
        OrchestrationStatus: row.OrchestrationStatus as 'Completed',
        Result,
        FailureDetails: null,
        ...common,
      };
    default:
      return 'nothing';
  }
}

/** Whether a row tells of this task. Tasks of one name are taken in the order in which the code asked for them. */
function fits(decision: Decision, kind: Decision['kind'], row: HistoryRow): boolean {
  if (decision.kind !== kind) return false;
  switch (decision.kind) {
    case 'activity':
      return sameName(decision.name, row) && sameInput(decision.input, row);
    case 'child':
      return sameName(decision.name, row) && (row.InstanceId ?? decision.instanceId) === decision.instanceId;
    default:
      return true;
  }
}

function sameName(name: string, row: HistoryRow): boolean {
  return name.toLowerCase() === String(row.FunctionName ?? row.Name).toLowerCase();
}

/** Inputs tell branches of a fan-out apart, where the hub stores them. */
function sameInput(input: string | null, row: HistoryRow): boolean {
  if (typeof row.Input !== 'string' || input === null) return true;
  return row.Input === `[${input}]` || row.Input === JSON.stringify([input]) || row.Input === input;
}

function describeRow(row: HistoryRow): string {
  const name = row.FunctionName ?? row.Name ?? row.FireAt;
  return `${row.EventType}${name === undefined ? '' : ` '${name}'`} at ${row.Timestamp}`;
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}

/** Takes the first that fits off the list. */
function remove<T>(list: T[], isIt: (one: T) => boolean): T | undefined {
  const index = list.findIndex(isIt);
  return index < 0 ? undefined : list.splice(index, 1)[0];
}
