import type { VirtualClock } from '../../../local/clock.ts';
import type { TestEngine } from '../../local/durable/support/open-engine.ts';
import type { Expected } from './expected.ts';
import { type Hands, type Listed, Outside } from './outside.ts';

/** Programs on an engine in virtual time: what they wait for is done, and time passes when all is still. */
export class World {
  readonly #clock: VirtualClock;
  readonly #outside = new Outside();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** One move: waits until nothing moves, does what instances wait for, or fires the next timer. */
  async move(engine: TestEngine): Promise<void> {
    await engine.whenIdle();
    if (!(await this.#outside.serve(handsOn(engine)))) this.#clock.advanceToNext();
  }

  /** Moves until the instance has ended; how it did. */
  async finish(engine: TestEngine, instanceId: string): Promise<Expected> {
    for (let moves = 0; moves < 1000; moves++) {
      const { runtimeStatus, output, customStatus } = await engine.settled(instanceId);
      if (['Completed', 'Failed', 'Terminated'].includes(runtimeStatus))
        return { runtimeStatus, output, customStatus };
      await this.move(engine);
    }
    throw new Error(`${instanceId} never ended.`);
  }
}

function handsOn({ client }: TestEngine): Hands {
  return {
    list: async () =>
      client.list({ top: 1000, statuses: ['Pending', 'Running', 'Suspended'] })
        .instances as readonly Listed[],
    raise: (instanceId, name, value) => client.raiseEvent(instanceId, name, value),
    suspend: (instanceId) => client.suspend(instanceId),
    resume: (instanceId) => client.resume(instanceId),
    terminate: (instanceId, reason) => client.terminate(instanceId, reason),
  };
}
