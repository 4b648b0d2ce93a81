import type { ContainerGroupSpec, Placement } from '../../../contract/container-specs.ts';
import type { ContainerEnd } from '../../../contract/containers.ts';

export type NextAttempt = { kind: 'end' } | { kind: 'retry'; afterSeconds: number };

/** Pauses before a further attempt, by outcome. What is not listed ends the same way however often it is tried. */
const pauseSeconds: Partial<Record<ContainerEnd['kind'], number>> = {
  vanished: 2,
  killedByPlatform: 2,
  stuckProvisioning: 10,
  capacity: 5,
};

/** Whether a group is tried again after so many attempts that ended this way: only where another one may end otherwise. */
export function nextAttempt(spec: ContainerGroupSpec, attempts: number, end: ContainerEnd): NextAttempt {
  const afterSeconds = pauseSeconds[end.kind];
  if (afterSeconds === undefined || attempts >= attemptLimit(spec, end)) return { kind: 'end' };
  return { kind: 'retry', afterSeconds };
}

/** Where an attempt is placed: each shortage of capacity moves on to the next region or size, round and round. */
export function placementFor(spec: ContainerGroupSpec, capacityShortages: number): Placement {
  const placement = spec.placements[capacityShortages % spec.placements.length];
  if (!placement) throw new Error(`Container "${spec.name}" has no placement; a spec needs at least one.`);
  return placement;
}

/** A shortage of capacity tries every placement at least once, however few attempts were asked for. */
function attemptLimit(spec: ContainerGroupSpec, { kind }: ContainerEnd): number {
  return kind === 'capacity' ? Math.max(spec.maxAttempts, spec.placements.length) : spec.maxAttempts;
}
