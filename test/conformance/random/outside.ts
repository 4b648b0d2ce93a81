import {
  eventsOf,
  goOn,
  type Paused,
  type ProgramInput,
  roundEvent,
  stretchOf,
  terminationReason,
} from './program.ts';

/** An instance as a list of instances shows it. */
export type Listed = {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  input: unknown;
  customStatus: unknown;
};

/** How one reaches the instances from outside. */
export type Hands = {
  list(): Promise<readonly Listed[]>;
  raise(instanceId: string, name: string, value: unknown): Promise<unknown>;
  suspend(instanceId: string): Promise<unknown>;
  resume(instanceId: string): Promise<unknown>;
  terminate(instanceId: string, reason: string): Promise<unknown>;
};

const finalStates = ['Completed', 'Failed', 'Terminated'];

/** What the outside world does to running programs: sends them their events, and does what they pause for. */
export class Outside {
  /** What has been done, by instance and pause. */
  readonly #done = new Set<string>();

  /** Does what instances wait for; answers whether there was anything to do. */
  async serve(hands: Hands): Promise<boolean> {
    const instances = (await hands.list()).filter((one) => !finalStates.includes(one.runtimeStatus));
    const served = await Promise.all(instances.map((one) => this.#serveOne(one, hands)));
    return served.some(Boolean);
  }

  async #serveOne(instance: Listed, hands: Hands): Promise<boolean> {
    const { instanceId, name, runtimeStatus } = instance;
    if (name === 'ProgramLoop' && this.#isFirst(`${instanceId} loop`)) {
      const { rounds, carries } = instance.input as { rounds: number; carries: boolean };
      for (let round = 0; carries && round < rounds; round++) {
        await hands.raise(instanceId, roundEvent, `round ${round}`);
      }
      return carries;
    }
    // Azure shows no big input of an instance whose id has other letters; nobody sends those anything.
    if (name !== 'Program' || typeof instance.input !== 'object') return false;
    const isNew = this.#isFirst(`${instanceId} new`);
    if (isNew) await sendEvents(instanceId, instance.input as ProgramInput, 0, hands);
    const { pausedAt } = (instance.customStatus ?? {}) as Partial<Paused>;
    if (pausedAt === undefined) return isNew;
    if (runtimeStatus === 'Suspended') {
      if (!this.#isFirst(`${instanceId} resumes at ${pausedAt}`)) return isNew;
      await hands.resume(instanceId);
      await hands.raise(instanceId, goOn, 'go on');
      return true;
    }
    if (!this.#isFirst(`${instanceId} at ${pausedAt}`)) return isNew;
    await this.#atPause(instance, pausedAt, hands);
    return true;
  }

  async #atPause({ instanceId, input }: Listed, pausedAt: number, hands: Hands): Promise<void> {
    const program = input as ProgramInput;
    const step = program.steps[pausedAt];
    if (step?.kind === 'renew') await sendEvents(instanceId, program, pausedAt + 1, hands);
    else if (step?.kind !== 'pause') return;
    else if (step.outside === 'terminates')
      return void (await hands.terminate(instanceId, terminationReason));
    else if (step.outside === 'suspends') return void (await hands.suspend(instanceId));
    await hands.raise(instanceId, goOn, 'go on');
  }

  #isFirst(deed: string): boolean {
    const isFirst = !this.#done.has(deed);
    this.#done.add(deed);
    return isFirst;
  }
}

async function sendEvents(
  instanceId: string,
  input: ProgramInput,
  from: number,
  hands: Hands,
): Promise<void> {
  for (const [name, value] of eventsOf(stretchOf(input, from))) await hands.raise(instanceId, name, value);
}
