import { join } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../local/clock.ts';
import { crashCopy, tempDirectory } from '../local/durable/support/crash.ts';
import { openEngine } from '../local/durable/support/open-engine.ts';
import { World } from './random/drive.ts';
import { expectedOf } from './random/expected.ts';
import { programs } from './random/programs.ts';
import { programApp } from './random/run-program.ts';

const seed = 20_261_125;
const program = programs({ odd: false });
const dayMs = 86_400_000;
/** No crash is worth waiting for a timer that stands for never. */
const soonMs = 12 * 600_000;
/** All but the sleep stay below six days: longer timers are cut into pieces, which are not to be cancelled. */
const pace = { unitMs: 600_000, retryMs: 60_000, sleepMs: 10 * dayMs, neverMs: 5 * dayMs };

test('programs come to what a plain reading of them says', async () => {
  const clock = new VirtualClock();
  const world = new World(clock);
  const engine = await openEngine(() => programApp(new Map(), pace), { clock });
  let count = 0;
  await fc.assert(
    fc.asyncProperty(program, async (input) => {
      const instanceId = `p${count++}`;
      await engine.client.start('Program', { input, instanceId });
      expect(await world.finish(engine, instanceId)).toEqual(expectedOf(input));
    }),
    { seed, numRuns: 60 },
  );
});

/** When the process dies: after so many moves of the world, and so many turns of the event loop within the next. */
const crashes = fc.array(
  fc.record({ moves: fc.integer({ min: 0, max: 3 }), ticks: fc.integer({ min: 0, max: 12 }) }),
  { minLength: 1, maxLength: 5 },
);

test('crashes at any time change no result', async () => {
  await fc.assert(
    fc.asyncProperty(program, crashes, async (input, plan) => {
      const clock = new VirtualClock();
      const world = new World(clock);
      const tries = new Map<string, number>();
      const register = (): void => programApp(tries, pace);
      let file = join(tempDirectory(), 'engine.db');
      let engine = await openEngine(register, { file, clock });
      await engine.client.start('Program', { input, instanceId: 'p' });
      for (const { moves, ticks } of plan) {
        for (let move = 0; move < moves; move++) await world.move(engine);
        if ((clock.nextDueMs ?? Number.POSITIVE_INFINITY) - clock.now() < soonMs) clock.advanceToNext();
        for (let tick = 0; tick < ticks; tick++) await nextTick();
        file = crashCopy(file);
        await engine.stop(0);
        engine = await openEngine(register, { file, clock });
      }
      expect(await world.finish(engine, 'p')).toEqual(expectedOf(input));
      await engine.stop(0);
    }),
    { seed, numRuns: 25 },
  );
});
