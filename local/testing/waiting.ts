import { type Clock, VirtualClock } from '../clock.ts';
import type { SwappableEngine } from './swappable-engine.ts';
import type { Traps } from './traps.ts';

export type WaitLimits = {
  /** On the host's clock, from now on; without it a virtual clock may go on for 10,000 timers, a real one for 10 s. */
  withinSeconds?: number;
};

type Waiting = {
  engine: SwappableEngine;
  traps: Traps;
  clock: Clock;
  openWork(instanceId?: string): string[];
};

/** More timers than a run in a test needs: one that goes on for ever fails its test instead of hanging it. */
const mostTimers = 10_000;

/** In real time: what a test may do without an end, such as an activity that never answers. */
const hangMs = 10_000;
const pollMs = 5;

// Kept from before any test runner replaces it.
const { setTimeout: startTimeout, clearTimeout: endTimeout } = globalThis;

/** Nothing that goes on can bring what a test waits for. */
export class StillOpen extends Error {
  /** What is still open, one line each. */
  readonly open: readonly string[];

  constructor(problem: string, open: readonly string[]) {
    const list = open.length > 0 ? `\n  ${open.join('\n  ')}` : ' nothing.';
    super(`${problem} Still open:${list}`);
    this.name = 'StillOpen';
    this.open = open;
  }
}

/** Waits until nothing goes on. */
export async function settle({ engine, traps, openWork }: Waiting): Promise<void> {
  let handle: NodeJS.Timeout | undefined;
  const hangs = new Promise<boolean>((resolve) => {
    handle = startTimeout(() => resolve(true), hangMs);
  });
  const idle = engine.whenIdle().then(() => false);
  const trapped = traps.whenNew().then(() => false);
  const isHanging = await Promise.race([idle, trapped, hangs]);
  endTimeout(handle);
  traps.throwNew();
  if (isHanging) throw new StillOpen(`Something has been running for ${hangMs / 1_000} s.`, openWork());
}

/** Lets time pass, timer by timer or really, until the condition holds. */
export async function passTime(
  waiting: Waiting,
  condition: () => boolean,
  { withinSeconds, what = 'it', instanceId }: WaitLimits & { what?: string; instanceId?: string },
): Promise<void> {
  const { clock, openWork } = waiting;
  const isVirtual = clock instanceof VirtualClock;
  const limitMs = withinSeconds === undefined ? (isVirtual ? undefined : hangMs) : withinSeconds * 1_000;
  const endMs = limitMs === undefined ? Number.POSITIVE_INFINITY : clock.now() + limitMs;
  const giveUp = (why: string): never => {
    throw new StillOpen(`Waited for ${what}, but ${why}.`, openWork(instanceId));
  };
  for (let timers = 0; ; timers++) {
    await settle(waiting);
    if (condition()) return;
    if (!isVirtual) {
      if (clock.now() >= endMs) giveUp(`${(limitMs ?? 0) / 1_000} s have passed`);
      await new Promise((resolve) => startTimeout(resolve, pollMs));
      continue;
    }
    if (timers >= mostTimers) giveUp(`${mostTimers} timers have fired`);
    if (clock.nextDueMs === undefined) giveUp('nothing that could bring it is going on');
    if ((clock.nextDueMs ?? 0) > endMs) giveUp(`it does not come within ${(limitMs ?? 0) / 1_000} s`);
    clock.advanceToNext();
  }
}

/** Moves the clock step by step: what falls due on the way may set timers that fall due too. */
export async function advanceBy(waiting: Waiting, clock: VirtualClock, ms: number): Promise<void> {
  const endMs = clock.now() + ms;
  await settle(waiting);
  for (let due = clock.nextDueMs; due !== undefined && due <= endMs; due = clock.nextDueMs) {
    clock.advanceToNext();
    await settle(waiting);
  }
  clock.advanceBy(endMs - clock.now());
  await settle(waiting);
}
