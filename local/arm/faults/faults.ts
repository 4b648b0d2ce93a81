import type { Clock } from '../../clock.ts';
import type { ActiveFault, Fault } from './fault.ts';

type Kind = Fault['kind'];
type OfKind<K extends Kind> = Extract<ActiveFault, { kind: K }>;
type Entry = { fault: ActiveFault; remaining: number; untilMs?: number };

/** The faults that are waiting to strike. */
export class Faults {
  readonly #clock: Clock;
  readonly #entries: Entry[] = [];
  readonly #listeners: ((fault: ActiveFault) => void)[] = [];
  #sequence = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sets a fault; returns its id. */
  add(fault: Fault): string {
    const active: ActiveFault = { ...fault, id: `fault-${++this.#sequence}` };
    this.#entries.push({ fault: active, remaining: fault.times ?? 1 });
    for (const listener of this.#listeners) listener(active);
    return active.id;
  }

  /** Takes a fault back; false when it is unknown or used up. */
  remove(id: string): boolean {
    const index = this.#entries.findIndex(({ fault }) => fault.id === id);
    if (index >= 0) this.#entries.splice(index, 1);
    return index >= 0;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  list(): (ActiveFault & { remaining: number })[] {
    return this.#entries.map(({ fault, remaining }) => ({ ...fault, remaining }));
  }

  /** The first fault of a kind that concerns the target, counted as having struck. */
  take<K extends Kind>(kind: K, target: string, location?: string): OfKind<K> | undefined {
    return this.#strike(this.#find(kind, target, location)) as OfKind<K> | undefined;
  }

  /** The fault of that id if it concerns the target, counted as having struck. */
  takeById(id: string, target: string): ActiveFault | undefined {
    return this.#strike(this.#entries.find(({ fault }) => fault.id === id && concerns(fault, target)));
  }

  /** Whether a fault that lasts for some time is in force for the target; its time begins with the first question. */
  isLasting(kind: 'transitioning' | 'identityNotReady', target: string): boolean {
    const entry = this.#find(kind, target);
    if (!entry) return false;
    const { seconds } = entry.fault as OfKind<'transitioning' | 'identityNotReady'>;
    entry.untilMs ??= this.#clock.now() + seconds * 1000;
    if (this.#clock.now() < entry.untilMs) return true;
    this.remove(entry.fault.id);
    return false;
  }

  /** Calls the listener for every fault that is set from now on. */
  onAdded(listener: (fault: ActiveFault) => void): void {
    this.#listeners.push(listener);
  }

  #strike(entry: Entry | undefined): ActiveFault | undefined {
    if (!entry) return undefined;
    entry.remaining--;
    if (entry.remaining <= 0) this.remove(entry.fault.id);
    return entry.fault;
  }

  #find(kind: Kind, target: string, location?: string): Entry | undefined {
    return this.#entries.find(
      ({ fault }) =>
        fault.kind === kind &&
        concerns(fault, target) &&
        (!('location' in fault) || fault.location === undefined || fault.location === location),
    );
  }
}

/** Whether a fault's target pattern covers a name. */
export function concerns(fault: Fault, name: string): boolean {
  const parts = (fault.target ?? '*').split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name);
}
