import { eventType, type HistoryEvent } from '../protocol/history-events.ts';

/** What waits for an instance's next turn. */
type Waiting = { event: HistoryEvent };

/** Random orders that a seed repeats. */
export class Disorder {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  shuffled<T>(given: readonly T[]): T[] {
    const list = [...given];
    for (let last = list.length - 1; last > 0; last--) {
      const other = this.#below(last + 1);
      const kept = list[last] as T;
      list[last] = list[other] as T;
      list[other] = kept;
    }
    return list;
  }

  /**
   * Mixes what waits for an instance and takes some of it out for a later turn. External events keep their order among
   * themselves, as those of one sender do; and a suspension, resumption or termination keeps everything in its place.
   */
  setAside<Message extends Waiting>(instance: { inbox: Message[] }): Message[] {
    const { inbox } = instance;
    if (inbox.length < 2 || inbox.some(isControl)) return [];
    const events = inbox.filter(isExternal);
    const mixed = this.shuffled(inbox).map((message) =>
      isExternal(message) ? (events.shift() as Message) : message,
    );
    const taken = 1 + this.#below(mixed.length);
    instance.inbox = mixed.slice(0, taken);
    return mixed.slice(taken);
  }

  /** A whole number from 0, below the limit. */
  #below(limit: number): number {
    // Mulberry32: small, fast, and good enough for orders.
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }
}

function isExternal({ event }: Waiting): boolean {
  return event.EventType === eventType.eventRaised;
}

function isControl({ event }: Waiting): boolean {
  return (
    event.EventType === eventType.executionSuspended ||
    event.EventType === eventType.executionResumed ||
    event.EventType === eventType.executionTerminated
  );
}
