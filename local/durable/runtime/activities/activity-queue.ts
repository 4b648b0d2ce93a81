import type { HistoryEvent } from '../../protocol/history-events.ts';
import { postEvent } from '../events/post-event.ts';
import { Fifo } from '../fifo.ts';
import type { Ground } from '../ground.ts';
import { type ActivityCall, callKey } from './activity-call.ts';
import { runActivity } from './run-activity.ts';

/**
 * Runs activities, so many at once. A result is kept in memory until the turn that takes it commits: after a crash
 * before that the activity runs again, as the call is still open in the history.
 */
export class ActivityQueue {
  readonly #runtime: Ground;
  readonly #waiting = new Fifo<ActivityCall>();
  readonly #running = new Set<ActivityCall>();

  constructor(runtime: Ground) {
    this.#runtime = runtime;
  }

  /** The calls that run at this moment. */
  inFlight(): ReadonlySet<string> {
    return new Set([...this.#running].map(callKey));
  }

  add(call: ActivityCall): void {
    call.instance.activities.add(call.id);
    this.#runtime.busy.begin();
    this.#waiting.push(call);
    this.#pump();
  }

  #pump(): void {
    while (this.#running.size < this.#runtime.settings.maxConcurrentActivities) {
      const call = this.#waiting.shift();
      if (!call) return;
      const isWanted = call.isUnheard || this.#isWanted(call);
      if (!isWanted || this.#runtime.isStopping) {
        this.#runtime.busy.end();
        continue;
      }
      this.#running.add(call);
      void runActivity(this.#runtime, call).then((event) => {
        this.#running.delete(call);
        this.#deliver(call, event);
        this.#runtime.busy.end();
        this.#pump();
      });
    }
  }

  #isWanted(call: ActivityCall): boolean {
    return !call.instance.isGone && call.instance.row.executionId === call.executionId;
  }

  #deliver(call: ActivityCall, event: HistoryEvent): void {
    if (!this.#isWanted(call)) return;
    const { instance } = call;
    instance.activities.delete(call.id);
    // No turn will take it soon, so it must not depend on the memory.
    if (this.#runtime.isStopping || instance.row.status === 'Suspended') {
      this.#runtime.store.changes.add(postEvent(this.#runtime, instance.instanceId, event, call.executionId));
      return;
    }
    instance.inbox.push({ event });
    this.#runtime.turns.wake(instance);
  }
}
