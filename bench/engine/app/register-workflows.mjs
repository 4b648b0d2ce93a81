/** The works as durable functions: the same code on our engine and on the real extension. */
import { appendFileSync, readFileSync } from 'node:fs';

export const hourMs = 3_600_000;

/** `notes`: a file that outlives the process, for what happens before and after a kill. */
export function registerWorkflows(df, marks, notes) {
  const { activity, orchestration } = df.app;
  activity('step', { handler: (input) => input });
  activity('stamp', { handler: () => marks.stamp() });
  activity('stuck', {
    handler() {
      appendFileSync(notes, `${Date.now()}\n`);
      const isFirst = readFileSync(notes, 'utf8').trim().split('\n').length === 1;
      return isFirst ? new Promise((resolve) => setTimeout(resolve, hourMs)) : undefined;
    },
  });

  orchestration('chain', function* ({ df: context }) {
    for (let step = 0; step < 5; step++) yield context.callActivity('step', step);
    marks.finish(context.instanceId);
  });

  orchestration('event', function* ({ df: context }) {
    marks.reach(context.instanceId);
    yield context.waitForExternalEvent('go');
    marks.finish(context.instanceId);
  });

  orchestration('timer', function* ({ df: context }) {
    const dueMs = context.currentUtcDateTime.getTime() + 1_000;
    yield context.createTimer(new Date(dueMs));
    marks.finish(context.instanceId, Date.now() - dueMs);
  });

  orchestration('fanOut', function* ({ df: context }) {
    const count = context.getInput();
    yield context.Task.all(Array.from({ length: count }, (_, index) => context.callActivity('step', index)));
    marks.finish(context.instanceId);
  });

  orchestration('waiting', function* ({ df: context }) {
    marks.reach(context.instanceId);
    const timer = context.createTimer(new Date(context.currentUtcDateTime.getTime() + hourMs));
    yield context.Task.any([context.waitForExternalEvent('go'), timer]);
    if (!timer.isCompleted) timer.cancel();
    marks.finish(context.instanceId);
  });

  orchestration('longHistory', function* ({ df: context }) {
    const { instanceId } = context;
    for (let step = 0; step < context.getInput(); step++) yield context.callActivity('stamp', step);
    marks.finish(instanceId);
    yield context.waitForExternalEvent('go');
    yield context.callActivity('step', 0);
    marks.finish(`${instanceId}-more`);
  });

  orchestration('inFlight', function* ({ df: context }) {
    yield context.callActivity('stuck');
  });
}
