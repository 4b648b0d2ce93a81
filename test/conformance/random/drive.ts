import type { VirtualClock } from '../../../local/clock.ts';
import type { TestEngine } from '../../local/durable/support/open-engine.ts';
import type { Branch, Program, Step } from './steps.ts';

/** What the outside world does to running programs: it sends them their events, and lets time pass when all is still. */
export class World {
  readonly #clock: VirtualClock;
  readonly #served = new Set<string>();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** One move: waits until nothing moves, sends what new instances wait for, fires the next timer. */
  async move(engine: TestEngine): Promise<void> {
    await engine.whenIdle();
    const { instances } = engine.client.list({ top: 1000 });
    const fresh = instances.filter((one) => one.name === 'Program' && !this.#served.has(one.instanceId));
    for (const { instanceId, input } of fresh) {
      this.#served.add(instanceId);
      for (const [name, count] of eventsOf((input as Program).steps)) {
        for (let n = 0; n < count; n++) await engine.client.raiseEvent(instanceId, name, `${name}${n}`);
      }
    }
    if (fresh.length === 0) this.#clock.advanceToNext();
  }

  /** Moves until the instance has ended. */
  async finish(engine: TestEngine, instanceId: string): Promise<unknown> {
    for (let moves = 0; moves < 1000; moves++) {
      const status = await engine.settled(instanceId);
      if (status.runtimeStatus === 'Completed') return status.output;
      if (status.runtimeStatus === 'Failed') throw new Error(String(status.output));
      await this.move(engine);
    }
    throw new Error(`${instanceId} never ended.`);
  }
}

/** How many events of each name an instance waits for; its children get their own. */
function eventsOf(steps: readonly (Step | Branch)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const step of steps) {
    const name =
      step.kind === 'event' ? step.name : step.kind === 'race' && step.winner === 'event' ? 'A' : undefined;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
