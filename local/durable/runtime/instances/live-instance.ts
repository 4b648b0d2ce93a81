import { type ExecutionStarted, eventType, type HistoryEvent } from '../../protocol/history-events.ts';
import { isoTime } from '../../protocol/timestamps.ts';
import type { InstanceRow } from '../../store/instance-row.ts';
import type { Message } from './message.ts';

/** An orchestration that has not ended, with all that a turn needs, so that turns read nothing from the disk. */
export class LiveInstance {
  /** As last committed, but for a start whose commit is on its way. */
  row: InstanceRow;
  /** Its start is committed. */
  isStored = false;
  /** The present execution's events, of all turns that are committed. */
  history: HistoryEvent[] = [];
  /** The same as text: JSON objects joined by commas, as later turns send them. */
  historyText = '';
  /** The history stands in the store only, until a turn needs it. */
  isEvicted = false;
  turns = 0;
  inbox: Message[] = [];
  /** Cancels a timer that has not fired, by the timer's id. */
  readonly timers = new Map<number, () => void>();
  /** Activities that are scheduled and have not answered. */
  readonly activities = new Set<number>();
  /** It waits in the queue of turns, or a turn of it is going on. */
  isQueued = false;
  isRunning = false;
  /** On the process's own clock: turns of long histories are spaced in real time, whatever the engine's clock. */
  lastTurnEndedMs = 0;
  /** Notes that the log has got; every turn comes to the old ones again. */
  readonly noted = new Set<string>();
  /** The instance was replaced or purged; whatever comes for it is dropped. */
  isGone = false;

  constructor(row: InstanceRow) {
    this.row = row;
  }

  get instanceId(): string {
    return this.row.instanceId;
  }

  /** The event with which the present execution begins. */
  startEvent(): ExecutionStarted {
    const { row } = this;
    return {
      OrchestrationInstance: { InstanceId: row.instanceId, ExecutionId: row.executionId },
      EventType: eventType.executionStarted,
      ParentInstance: row.parent,
      Name: row.name,
      Version: row.version,
      Input: row.input,
      Generation: row.generation,
      EventId: -1,
      Timestamp: isoTime(row.createdMs),
    };
  }

  /** Forgets the past execution: the next turn is the first of a new one. */
  beginExecution(row: InstanceRow, inbox: Message[]): void {
    this.row = row;
    this.history = [];
    this.historyText = '';
    this.isEvicted = false;
    this.turns = 0;
    this.inbox = inbox;
    this.noted.clear();
    this.dropTasks();
  }

  dropTasks(): void {
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.activities.clear();
  }
}
