import { type Difference, differences } from '../compare.ts';
import type { RunningHost } from '../start-ours.ts';
import { type Ended, type NamedProgram, playPrograms } from './play-programs.ts';
import type { Program } from './program.ts';

/** A program that ended in different ways. */
export type Unequal = { index: number; program: Program; real: Ended; ours: Ended; found: Difference[] };

/** The hosts that are compared. */
export type Pair = { real: RunningHost; ours: RunningHost };

/**
 * Runs programs at once on both hosts; those that differ are run again by themselves, as one may have been late only.
 * `name` is new for these hosts: ids begin with it.
 */
export async function comparePrograms(
  programs: readonly Program[],
  name: string,
  hosts: Pair,
): Promise<Unequal[]> {
  const suspects = await compareOnce(programs, name, hosts);
  const confirmed: Unequal[] = [];
  for (const { index, program } of suspects) {
    const [again] = await compareOnce([program], `${name}again${index}`, hosts);
    if (again) confirmed.push({ ...again, index });
  }
  return confirmed;
}

async function compareOnce(
  programs: readonly Program[],
  name: string,
  { real, ours }: Pair,
): Promise<Unequal[]> {
  const named: NamedProgram[] = programs.map((program, index) => ({
    instanceId: `${name}-${index}`,
    program,
  }));
  const [there, here] = await Promise.all([real, ours].map((host) => playPrograms(named, name, host)));
  return programs.flatMap((program, index) => {
    const [realEnd, ourEnd] = [there?.[index], here?.[index]];
    if (!realEnd || !ourEnd) throw new Error(`Program ${index} was not played.`);
    const found = differences(realEnd, ourEnd);
    return found.length === 0 ? [] : [{ index, program, real: realEnd, ours: ourEnd, found }];
  });
}
