import fc from 'fast-check';
import { hosts } from '../hosts.ts';
import { startOurs } from '../start-ours.ts';
import { startReal } from '../start-real.ts';
import { comparePrograms, type Pair, type Unequal } from './compare-programs.ts';
import type { Program } from './program.ts';
import { programs } from './programs.ts';

/** Which programs: the first so many of a seed, or one of them alone. */
export type RandomRun = { seed: number; count: number } | { seed: number; index: number; shrink: boolean };

/** More at once only wait for one another. */
const atOnce = 25;
/** A smaller program is looked for so long. */
const shrinkLimitMs = 180_000;
const arbitrary = programs({ odd: true });

/** The first programs of a seed; the same ones however many are asked for. */
export function programsOf(seed: number, count: number): Program[] {
  return fc.sample(arbitrary, { seed, numRuns: count });
}

/** Runs our host and the real extension while `use` compares them. */
export async function withPair<Result>(use: (pair: Pair) => Promise<Result>): Promise<Result> {
  const real = await startReal(hosts.main);
  try {
    const ours = await startOurs(hosts.main);
    try {
      return await use({ real, ours });
    } finally {
      await ours.stop();
    }
  } finally {
    await real.stop();
  }
}

/** Runs random programs on our host and on the real extension and tells what differs; answers how many did. */
export function runRandom(run: RandomRun, print: (line: string) => void): Promise<number> {
  return withPair((pair) => ('count' in run ? runMany(run, pair, print) : runOne(run, pair, print)));
}

async function runMany(
  { seed, count }: { seed: number; count: number },
  pair: Pair,
  print: (line: string) => void,
): Promise<number> {
  const all = programsOf(seed, count);
  let different = 0;
  for (let start = 0; start < count; start += atOnce) {
    const some = all.slice(start, start + atOnce);
    const unequal = await comparePrograms(some, `random${start}`, pair);
    print(`${start} to ${start + some.length - 1}: ${some.length - unequal.length} equal`);
    for (const one of unequal) tell(one, seed, start + one.index, print);
    different += unequal.length;
  }
  print(`${count - different} equal, ${different} different, seed ${seed}`);
  return different;
}

async function runOne(
  { seed, index, shrink }: { seed: number; index: number; shrink: boolean },
  pair: Pair,
  print: (line: string) => void,
): Promise<number> {
  const [program] = programsOf(seed, index + 1).slice(-1);
  if (!program) throw new Error(`Seed ${seed} has no program ${index}.`);
  const [unequal] = await comparePrograms([program], 'random', pair);
  if (!unequal) {
    print(`equal: ${JSON.stringify(program)}`);
    return 0;
  }
  tell(shrink ? await smallest(unequal, { seed, index }, pair, print) : unequal, seed, index, print);
  return 1;
}

/** The smallest program that was found from one that differs, and differs too. */
async function smallest(
  found: Unequal,
  { seed, index }: { seed: number; index: number },
  pair: Pair,
  print: (line: string) => void,
): Promise<Unequal> {
  let tries = 0;
  let smaller = found;
  const differs = fc.asyncProperty(arbitrary, async (program) => {
    const [unequal] = await comparePrograms([program], `shrunk${tries++}`, pair);
    if (unequal) smaller = unequal;
    return unequal === undefined;
  });
  await fc.check(differs, {
    seed,
    path: `${index}`,
    numRuns: 1,
    interruptAfterTimeLimit: shrinkLimitMs,
  });
  print(`The smallest of ${tries} programs that were tried:`);
  return smaller;
}

function tell({ program, found }: Unequal, seed: number, index: number, print: (line: string) => void): void {
  print(`different: program ${index} of seed ${seed}; alone: --random --seed ${seed} --index ${index}`);
  print(`  ${JSON.stringify(program)}`);
  for (const { at, real, here } of found) {
    print(`  ${at}`);
    print(`    real: ${JSON.stringify(real) ?? '(nothing)'}`);
    print(`    ours: ${JSON.stringify(here) ?? '(nothing)'}`);
  }
}
