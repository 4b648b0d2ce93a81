import type { OrchestrationContext, Task } from 'durable-functions';
import { expect, test } from 'vitest';
import { runOrchestrator } from '../../../../local/testing/index.ts';

function* approve(context: OrchestrationContext, input: { amount: number }) {
  yield context.df.callActivity('askForApproval', input);
  const due = new Date(context.df.currentUtcDateTime.getTime() + 48 * 3_600_000);
  const timer = context.df.createTimer(due);
  const winner: Task = yield context.df.Task.any([context.df.waitForExternalEvent('approved'), timer]);
  if (winner === timer) return 'escalated';
  timer.cancel();
  return (yield context.df.callActivity('pay', input)) as string;
}

const activities = {
  askForApproval: null,
  pay: ({ amount }: { amount: number }) => `paid ${amount}`,
};

test('pays when the approval comes within two days', async () => {
  const run = await runOrchestrator(approve, {
    input: { amount: 90 },
    activities,
    events: [{ at: 3_600, name: 'approved' }],
  });
  expect(run).toMatchObject({ status: 'Completed', output: 'paid 90', elapsedMs: 3_600_000 });
  expect(run.calls.map((call) => call.name)).toEqual(['askForApproval', 'pay']);
});

test('escalates after two days', async () => {
  const run = await runOrchestrator(approve, { input: { amount: 90 }, activities });
  expect(run.output).toBe('escalated');
});
