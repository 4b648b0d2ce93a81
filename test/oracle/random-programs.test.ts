import { describe, expect, it } from 'vitest';
import { comparePrograms } from '../conformance/random/compare-programs.ts';
import { programsOf, withPair } from '../conformance/random/run-random.ts';
import { hasDotnet } from './build-oracle.ts';

/** Its first programs have all kinds of steps and ends between them, and are small. */
const seed = 397;
/** All at once; more are run by `npm run conformance -- --random`. */
const count = 12;

describe.skipIf(!hasDotnet())('random programs on the real Durable extension', () => {
  it('end as they do on our engine', async () => {
    const unequal = await withPair((pair) => comparePrograms(programsOf(seed, count), 'random', pair));
    expect(unequal.map(({ index, program, found }) => ({ index, program, found }))).toEqual([]);
  });
});
