import type { ContainerGroupSpec, Placement } from '../../../contract/container-specs.ts';
import type { ContainerEnd } from '../../../contract/containers.ts';
import { ownExitCode } from './container-exit.ts';

export type NextAttempt = { kind: 'end' } | { kind: 'retry'; afterSeconds: number };

/** Registries that are asked too often give no room within seconds. */
const throttledPauseSeconds = 30;
const longestPauseSeconds = 300;

/** The pause before the second attempt, for outcomes that have nothing to do with the work. What is not listed ends the same way. */
const pauseSeconds: Partial<Record<ContainerEnd['kind'], number>> = {
  vanished: 2,
  killedByPlatform: 2,
  stuckProvisioning: 10,
  capacity: 5,
};

/** Timers of less are unsafe on Azure, where they may fire a second early. */
const shortestPauseSeconds = 2;

/** Whether a group is tried again after so many attempts that ended this way: only where another one may end otherwise. */
export function nextAttempt(spec: ContainerGroupSpec, attempts: number, end: ContainerEnd): NextAttempt {
  const pause = pauseAfter(spec, end);
  if (pause === undefined || attempts >= attemptLimit(spec, end)) return { kind: 'end' };
  const { backoffSeconds = 0, factor = 1, longestSeconds = longestPauseSeconds } = spec.retry ?? {};
  const backoff = Math.min(backoffSeconds * factor ** (attempts - 1), longestSeconds);
  return { kind: 'retry', afterSeconds: Math.max(pause, backoff) };
}

/** Whether a group is left alone for a look at it: its own work ended badly, and no further attempt follows. */
export function isKept(spec: ContainerGroupSpec, attempts: number, end: ContainerEnd): boolean {
  if (spec.keepOnFailureMinutes === 0 || ownExitCode(end) === undefined) return false;
  return nextAttempt(spec, attempts, end).kind === 'end';
}

/** Where an attempt is placed: each shortage of capacity moves on to the next region or size, round and round. */
export function placementFor(spec: ContainerGroupSpec, capacityShortages: number): Placement {
  const placement = spec.placements[capacityShortages % spec.placements.length];
  if (!placement) throw new Error(`Container "${spec.name}" has no placement; a spec needs at least one.`);
  return placement;
}

/** The least pause after this end; undefined where no further attempt would end otherwise. */
function pauseAfter({ retry }: ContainerGroupSpec, end: ContainerEnd): number | undefined {
  if (end.kind === 'imageNotAccessible')
    return end.reason === 'throttled' ? throttledPauseSeconds : undefined;
  const exitCode = ownExitCode(end);
  if (exitCode === undefined) return pauseSeconds[end.kind];
  const codes = retry?.exitCodes ?? [];
  return codes === 'any' || codes.includes(exitCode) ? shortestPauseSeconds : undefined;
}

/** A shortage of capacity tries every placement at least once, however few attempts were asked for. */
function attemptLimit(spec: ContainerGroupSpec, { kind }: ContainerEnd): number {
  return kind === 'capacity' ? Math.max(spec.maxAttempts, spec.placements.length) : spec.maxAttempts;
}
