import type { TrapName } from '../durable/index.ts';
import type { HostTrap } from '../functions/index.ts';

/** What the bench finds out by itself, beside what the engine's log names. */
export type BenchTrap =
  | TrapName
  | HostTrap
  /** A replay asked for something else than the turn before; Azure notices only when a kind or a name differs. */
  | 'replayDiffers'
  /** The code used the clock, random values, the network or timers, which a replay sees differently. */
  | 'notRepeatable'
  /** The code yielded or returned a promise. */
  | 'promiseAwaited';

export type TrapFacts = {
  trap: BenchTrap;
  /** What happened, what Azure would do, what to change. */
  problem: string;
  instanceId?: string | undefined;
  orchestrator?: string | undefined;
  /** Where in the code: `file:line`, innermost first; empty when it is not known. */
  positions?: readonly string[];
};

/** Something that works here and hangs, loses or kills on Azure. */
export class TrapError extends Error {
  readonly trap: BenchTrap;
  readonly instanceId: string | undefined;
  readonly orchestrator: string | undefined;
  readonly positions: readonly string[];

  constructor({ trap, problem, instanceId, orchestrator, positions = [] }: TrapFacts) {
    const who = [
      ...(orchestrator === undefined ? [] : [`orchestrator '${orchestrator}'`]),
      ...(instanceId === undefined ? [] : [`instance '${instanceId}'`]),
    ].join(', ');
    const where = positions.length > 0 ? `\n    at ${positions.join('\n    at ')}` : '';
    super(`Trap '${trap}'${who === '' ? '' : ` in ${who}`}: ${problem}${where}`);
    this.name = 'TrapError';
    this.trap = trap;
    this.instanceId = instanceId;
    this.orchestrator = orchestrator;
    this.positions = positions;
  }
}
