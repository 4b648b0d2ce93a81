import type { ContainerOutcome, ContainerSpec, Placement } from '../../../contract/containers.ts';

export type NextAttempt = { kind: 'end' } | { kind: 'retry'; afterSeconds: number };

/** Pauses before a further attempt, by outcome. What is not listed ends the same way however often it is tried. */
const pauseSeconds: Partial<Record<ContainerOutcome['kind'], number>> = {
  vanished: 2,
  killedByPlatform: 2,
  stuckProvisioning: 10,
  capacity: 5,
  quota: 60,
};

/** Whether a container is tried again after this outcome: only where another attempt may end otherwise. */
export function nextAttempt(spec: ContainerSpec, attempt: number, outcome: ContainerOutcome): NextAttempt {
  const afterSeconds = pauseSeconds[outcome.kind];
  if (afterSeconds === undefined || attempt >= attemptLimit(spec, outcome)) return { kind: 'end' };
  return { kind: 'retry', afterSeconds };
}

/** Where an attempt is placed: each shortage of capacity moves on to the next region or size, round and round. */
export function placementFor(spec: ContainerSpec, capacityShortages: number): Placement {
  const placement = spec.placements[capacityShortages % spec.placements.length];
  if (!placement) throw new Error(`Container "${spec.name}" has no placement; a spec needs at least one.`);
  return placement;
}

/** A shortage of capacity tries every placement at least once, however few attempts were asked for. */
function attemptLimit(spec: ContainerSpec, { kind }: ContainerOutcome): number {
  return kind === 'capacity' ? Math.max(spec.maxAttempts, spec.placements.length) : spec.maxAttempts;
}
