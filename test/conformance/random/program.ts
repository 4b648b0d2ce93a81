import type { PuppetOrder } from '../app/puppet.ts';

/** A task of which several can be awaited at once. */
export type Branch =
  | { kind: 'activity'; value: number }
  /** Comes back as it is, and with its type; without a value it is undefined. */
  | { kind: 'echo'; via: 'activity' | 'child' | 'entity'; value?: unknown }
  /** Fails so often first; three times at most are tried. */
  | { kind: 'retried'; failures: number }
  /** So many units of time. */
  | { kind: 'timer'; units: number }
  | { kind: 'add'; entity: string; amount: number }
  | ChildBranch
  /** Continues as new after each round; `carries`: each round takes one of the events that are there from the start. */
  | { kind: 'loop'; rounds: number; carries: boolean }
  | { kind: 'fails'; how: 'activity' | 'child' | 'entity' }
  | { kind: 'all'; branches: Branch[] }
  /** The winner stands at a place among tasks that never end. */
  | { kind: 'any'; winner: Branch; place: number; losers: Loser[] };

export type ChildBranch = {
  kind: 'child';
  steps: Step[];
  throws?: string;
  /** What its id ends with; without it the engine gives the id, and nobody outside can reach the child. */
  idEnd?: string;
  /** It is called with retries, and fails so often first. */
  failures?: number;
};

export type Loser = 'event' | 'timer' | 'all' | 'any';

/** One yield of a program, and what it adds to the result. */
export type Step =
  | Branch
  | { kind: 'signal'; entity: string; amount: number }
  | { kind: 'event'; name: string; value: unknown }
  | { kind: 'race'; winner: 'event' | 'timer' }
  /** Adds to the entities while it has all of them; `works`: and lets an activity run meanwhile. */
  | { kind: 'locked'; entities: string[]; amount: number; works: boolean }
  /** A timer that is cancelled at once, or after an activity. */
  | { kind: 'cancelled'; works: boolean }
  /** A timer longer than all others, while nothing else runs. */
  | { kind: 'sleep' }
  | { kind: 'status'; value: unknown }
  /** Waits until somebody outside has done something to the instance. */
  | { kind: 'pause'; outside: 'nothing' | 'suspends' | 'terminates' }
  /** A task that is made before other steps and awaited after them. */
  | { kind: 'ahead'; task: Branch; meanwhile: Step[] }
  /** A child that is called so often under one id, one after the other. */
  | { kind: 'again'; steps: Step[]; times: number }
  /** What an entity of the conformance app is told; its states have no plain reading here. */
  | { kind: 'puppet'; key: string; how: 'call' | 'signal'; orders: PuppetOrder[] }
  /** Continues as new, and waits until somebody outside has sent the events of the steps that follow. */
  | { kind: 'renew' };

export type Program = {
  steps: Step[];
  /** How it ends: with its results, or with this error. */
  throws?: string;
  /** Fails, and nobody catches it: how it ends otherwise. */
  uncaught?: Branch;
};

/** What a program's orchestrator gets: the program, and how far it has come before it continued as new. */
export type ProgramInput = Program & {
  from?: number;
  results?: unknown[];
  /** Fails so often first; the name under which this is counted. */
  flaky?: { key: string; failures: number };
};

/** What an instance shows while it waits at a pause or after a renewal. */
export type Paused = { pausedAt: number };

/** The event that ends a pause. */
export const goOn = 'goOn';

/** Why a program is terminated. */
export const terminationReason = 'Enough.';

/** The event for which a race waits. */
export const raceEvent = 'A';

/** The event that each round of a loop takes. */
export const roundEvent = 'Round';

/** The steps that run before the program continues as new, from one of them on; with the place of each. */
export function stretchOf({ steps }: Program, from: number): [place: number, step: Step][] {
  const rest = [...steps.entries()].slice(from);
  const end = rest.findIndex(([, step]) => step.kind === 'renew');
  return end < 0 ? rest : rest.slice(0, end);
}

/** The events that steps wait for, in the order of waiting: with the texts that races wait for. */
export function eventsOf(
  steps: readonly [place: number | string, step: Step][],
): [name: string, value: unknown][] {
  return steps.flatMap(([place, step]): [string, unknown][] => {
    if (step.kind === 'event') return [[step.name, step.value]];
    if (step.kind === 'ahead') return eventsOf(meanwhileOf(step, place));
    return step.kind === 'race' && step.winner === 'event' ? [[raceEvent, `for ${place}`]] : [];
  });
}

/** The steps while a task is under way, with the place of each. */
export function meanwhileOf(
  { meanwhile }: { meanwhile: readonly Step[] },
  place: number | string,
): [place: string, step: Step][] {
  return meanwhile.map((step, index) => [`${place}.m${index}`, step]);
}
