import type { OrchestrationContext } from 'durable-functions';
import { expect, test } from 'vitest';
import { runOrchestrator } from '../../../../local/testing/index.ts';

test('finds the loop that does not believe its timer', async () => {
  const run = runOrchestrator(
    function* waits(context: OrchestrationContext) {
      const deadline = new Date(context.df.currentUtcDateTime.getTime() + 90_000);
      while (context.df.currentUtcDateTime < deadline) yield context.df.createTimer(deadline);
    },
    { imitateAzure: { earlyTimers: true } },
  );
  await expect(run).rejects.toMatchObject({ trap: 'timerTrusted' });
});
