import type { OrchestrationContext } from 'durable-functions';
import { expect, test } from 'vitest';
import { runOrchestrator } from '../../../../local/testing/index.ts';

function* copyAll(context: OrchestrationContext) {
  for (const file of ['a', 'b', 'c']) {
    try {
      yield context.df.callActivity('copy', { file });
    } catch {
      yield context.df.callActivity('report', { file });
    }
  }
}

test('reports the file that could not be copied, and goes on', async () => {
  const run = await runOrchestrator(copyAll, {
    activities: { copy: 'copied', report: 'reported' },
    prepare: (host) => {
      host.activity('copy').fails('disk full', { call: 2 });
      host.activity('copy').delays(60, { call: 3 });
    },
  });
  expect(run.calls.map(({ name, input }) => [name, input])).toContainEqual(['report', { file: 'b' }]);
  expect(run.elapsedMs).toBe(60_000);
});

test('copies on after a crash', async () => {
  const run = await runOrchestrator(copyAll, {
    activities: { copy: 'copied' },
    prepare: (host) => host.crashAt('beforeAcknowledging', { turn: 1 }),
  });
  expect(run.calls).toHaveLength(3);
});
