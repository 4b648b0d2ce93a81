/** Orchestrations that call: one after the other, many at once, again after a failure, and each other. */
import * as df from 'durable-functions';

/** What was tried, for retries: activities know nothing of their attempt. */
const attempts = new Map<string, number>();

// Registering an activity or an orchestration answers with a caller for it.
const greet = df.app.activity('greet', { handler: (name: string) => `Hello ${name}` });

const flaky = df.app.activity('flaky', {
  handler: ({ key, failures }: { key: string; failures: number }) => {
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    if (attempt <= failures) throw new Error(`attempt ${attempt} failed`);
    return attempt;
  },
});

df.app.orchestration('chain', function* () {
  const first: string = yield greet('Tokyo');
  const second: string = yield greet('Cairo');
  return [first, second];
});

df.app.orchestration('fanOut', function* (context) {
  const { count } = context.df.getInput() as { count: number };
  const tasks = Array.from({ length: count }, (_, index) => context.df.callActivity('greet', String(index)));
  const greetings: string[] = yield context.df.Task.all(tasks);
  return greetings.length;
});

df.app.orchestration('retries', function* (context) {
  const failures = (context.df.getInput() as { failures: number }).failures;
  const options = new df.RetryOptions(5000, 3);
  try {
    return (yield flaky({ key: context.df.instanceId, failures }).withRetry(options)) as number;
  } catch (error) {
    context.df.setCustomStatus('gave up');
    return (error as Error).message.includes('attempt 3 failed');
  }
});

const child = df.app.orchestration('child', function* (context) {
  const { name } = context.df.getInput() as { name: string };
  return (yield greet(name)) as string;
});

df.app.orchestration('brokenChild', function* () {
  yield greet('nobody');
  throw new Error('the child is broken');
});

df.app.orchestration('parent', function* (context) {
  const own: string = yield child({ name: 'child' });
  try {
    yield context.df.callSubOrchestratorWithRetry(
      'brokenChild',
      new df.RetryOptions(1000, 2),
      {},
      `${context.df.instanceId}-broken`,
    );
  } catch (error) {
    return [own, (error as Error).message.includes('the child is broken')];
  }
  return [own];
});
