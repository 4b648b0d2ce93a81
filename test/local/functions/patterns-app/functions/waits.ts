/** Orchestrations that wait: for time, for people, for the next round; and the state that entities keep. */
import * as df from 'durable-functions';

const after = (context: df.OrchestrationContext, seconds: number): Date =>
  new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000);

df.app.orchestration('cancelsTimer', function* (context) {
  const timer = context.df.createTimer(after(context, 120));
  const greeting: string = yield context.df.callActivity('greet', 'in time');
  if (!timer.isCompleted) timer.cancel();
  return greeting;
});

df.app.orchestration('rounds', function* (context) {
  const { round } = context.df.getInput() as { round: number };
  yield context.df.createTimer(after(context, 30));
  if (round < 10) context.df.continueAsNew({ round: round + 1 });
  return round;
});

df.app.orchestration('monitor', function* (context) {
  const end = after(context, 6 * 3600);
  for (let checks = 1; context.df.currentUtcDateTime < end; checks += 1) {
    const isClear: boolean = yield context.df.callActivity('isClear', { checks });
    if (isClear) return `clear after ${checks} checks`;
    yield context.df.createTimer(after(context, 1800));
  }
  return 'gave up';
});

df.app.activity('isClear', { handler: ({ checks }: { checks: number }) => checks >= 5 });

df.app.orchestration('verification', function* (context) {
  const { code } = context.df.getInput() as { code: number };
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const timer = context.df.createTimer(after(context, 90));
    const answer = context.df.waitForExternalEvent('answer');
    const winner: unknown = yield context.df.Task.any([answer, timer]);
    if (winner === timer) return 'too late';
    timer.cancel();
    if (answer.result === code) return 'verified';
  }
  return 'refused';
});

df.app.entity('counter', async (context) => {
  await Promise.resolve();
  const current = context.df.getState(() => 0) as number;
  if (context.df.operationName === 'add') context.df.setState(current + (context.df.getInput() as number));
  if (context.df.operationName === 'reset') context.df.setState(0);
  if (context.df.operationName === 'get') context.df.return(current);
});

df.app.orchestration('countsToTen', function* (context) {
  const counter = new df.EntityId('counter', 'orchestrated');
  for (;;) {
    const value: number = yield context.df.callEntity(counter, 'get');
    if (value >= 10) return value;
    yield context.df.callEntity(counter, 'add', 4);
  }
});
