import type { OrchestrationContext } from 'durable-functions';
import { expect, test } from 'vitest';
import { runOrchestrator } from '../../../../local/testing/index.ts';

test('finds the timer that nobody cancels', async () => {
  const run = runOrchestrator(
    function* impatient(context: OrchestrationContext) {
      const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
      yield context.df.Task.any([timer, context.df.callActivity('quick', {})]);
    },
    { activities: { quick: 1 } },
  );
  await expect(run).rejects.toMatchObject({
    name: 'TrapError',
    trap: 'openTasks',
    message: expect.stringContaining('Cancel the timers that lose a race'),
  });
});

test('finds what a replay would see differently', async () => {
  const run = runOrchestrator(function* lucky(context: OrchestrationContext) {
    yield context.df.callActivity('draw', { number: Math.random() });
  });
  await expect(run).rejects.toThrow(/the code used Math\.random\(\)/);
});
