import type { Task } from 'durable-functions';
import type { OrchestrationContext } from './workflow.ts';

/**
 * The external events of one orchestration, by name and with their types.
 *
 * A wait that lost a race cannot be cancelled: it stays open, and the next event of its name goes to the newest open wait,
 * on Azure as in the library. So an event that comes while the orchestrator is busy with an activity is answered to a
 * wait that nobody looks at any more. The inbox remembers every wait it opened and takes such events from there first:
 * none is lost, and replay sees the same.
 */
export class EventInbox<Events extends Record<string, unknown>> {
  readonly #ctx: OrchestrationContext;
  readonly #waits = new Map<keyof Events & string, Task[]>();

  constructor(ctx: OrchestrationContext) {
    this.#ctx = ctx;
  }

  /** Takes an event that has arrived already; undefined when there is none. */
  take<Name extends keyof Events & string>(name: Name): { value: Events[Name] } | undefined {
    const waits = this.#waits.get(name) ?? [];
    // The newest open wait got the earliest event, so this is the order in which they came.
    const arrived = waits.findLast((wait) => wait.isCompleted);
    if (!arrived) return undefined;
    this.#waits.set(
      name,
      waits.filter((wait) => wait !== arrived),
    );
    return { value: arrived.result as Events[Name] };
  }

  /** How many waits for events of this name are open: so many that come while the orchestrator is busy are taken at once. */
  openWaits(name: keyof Events & string): number {
    return (this.#waits.get(name) ?? []).filter((wait) => !wait.isCompleted).length;
  }

  /** Opens a wait for the next event of this name. */
  wait(name: keyof Events & string): Task {
    const wait = this.#ctx.df.waitForExternalEvent(name);
    this.#waits.set(name, [...(this.#waits.get(name) ?? []), wait]);
    return wait;
  }
}
