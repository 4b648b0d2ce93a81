import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { startDurableEngine } from '../../../local/durable/index.ts';
import { isReplaying } from '../../../local/functions/worker/is-replaying.ts';
import { startHost } from './start-host.ts';

function register(): void {
  df.app.activity('Echo', { handler: (input: unknown) => input });
  df.app.orchestration('FanOut', function* (context) {
    context.log('begins');
    yield context.df.callActivity('Echo', { n: 0 });
    context.log('fans out');
    const parts = [1, 2, 3].map((n) => context.df.callActivity('Echo', { n }));
    yield context.df.Task.all(parts);
    context.warn('is together again');
    const late = context.df.callActivity('Echo', { n: 4 });
    const later = context.df.callActivity('Echo', { n: 5 });
    yield context.df.Task.all([late, later]);
    yield context.df.callActivity('Echo', { n: 6 });
    // It ended turns ago, and what follows is new all the same.
    yield late;
    context.log('ends');
  });
}

async function linesOf(options: { showReplay?: boolean }): Promise<string[]> {
  const clock = new VirtualClock();
  let engine: Awaited<ReturnType<typeof startDurableEngine>> | undefined;
  const host = await startHost({
    app: { register },
    clock,
    ...options,
    durable: async (functions) => {
      engine = await startDurableEngine({ file: ':memory:', clock, functions });
      return engine;
    },
  });
  await engine?.client.start('FanOut', { instanceId: 'f' });
  await engine?.whenIdle();
  expect(engine?.client.status('f')?.runtimeStatus).toBe('Completed');
  return host.log.filter(({ category }) => category === 'user').map(({ message }) => message);
}

test('shows each line of an orchestrator once, after a fan-out too', async () => {
  expect(await linesOf({})).toEqual(['begins', 'fans out', 'is together again', 'ends']);
});

test('shows what a replay says again when that is asked for', async () => {
  const lines = await linesOf({ showReplay: true });
  expect(lines.filter((line) => line === 'begins').length).toBeGreaterThan(2);
  expect(lines.filter((line) => line === 'ends')).toHaveLength(1);
});

/** As the library before 3.2 has it: no word of the executor's own. */
class NoOpTask {}
class AtomicTask {}

test.each([
  ['before the first yield, in the first turn', new NoOpTask(), false, undefined, false],
  ['before the first yield, in a later turn', new NoOpTask(), true, undefined, true],
  ['after a yield that a replay repeats', new AtomicTask(), true, true, true],
  ['after a yield that is new', new AtomicTask(), true, false, false],
])('with an older library, tells %s', (_when, currentTask, triggerReplays, ofLibrary, replays) => {
  const df = { isReplaying: ofLibrary, taskOrchestratorExecutor: { currentTask } };
  expect(isReplaying({ df }, { isReplaying: triggerReplays })).toBe(replays);
});
