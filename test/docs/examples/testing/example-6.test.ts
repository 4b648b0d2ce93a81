import type { OrchestrationContext } from 'durable-functions';
import { expect, test } from 'vitest';
import { replayHistory, runOrchestrator } from '../../../../local/testing/index.ts';

function* before(context: OrchestrationContext) {
  yield context.df.callActivity('build', {});
}

function* after(context: OrchestrationContext) {
  yield context.df.callActivity('check', {});
  yield context.df.callActivity('build', {});
}

test('shows that running instances would not survive the change', async () => {
  const { history } = await runOrchestrator(before, { activities: { build: 1 } });
  await replayHistory({ orchestrator: before, history });
  await expect(replayHistory({ orchestrator: after, history })).rejects.toThrow(
    /Number 0 of the history is activity 'build' \(#0\); the code asks for activity 'check' \(#0\)/,
  );
});
