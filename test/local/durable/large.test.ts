import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { turns } from './support/scheduled.ts';

test('takes the results of a large fan-out in few turns', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('FanOut', function* (context) {
      const tasks = Array.from({ length: 3000 }, (_, n) => context.df.callActivity('Echo', n));
      const all: number[] = yield context.df.Task.all(tasks);
      return all.length;
    });
  });
  expect((await engine.run('FanOut', undefined, 'f')).output).toBe(3000);
  expect(turns(engine, 'f')).toBeLessThan(30);
});

test('runs many instances at once', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('Chain', function* (context) {
      let sum = 0;
      for (let n = 0; n < 3; n++) sum = yield context.df.callActivity('Add', { a: sum, b: n });
      return sum;
    });
  });
  await Promise.all(Array.from({ length: 300 }, () => engine.client.start('Chain')));
  await engine.whenIdle();
  const { instances } = engine.client.list({ top: 1000 });
  expect(instances.filter((one) => one.output === 3)).toHaveLength(300);
});

test('carries large inputs, outputs and odd texts unharmed', async () => {
  const texts = ['y'.repeat(200_000), 'a\u0000b', '\ud83d\ude80 \u2028 "quoted" \\n', ''];
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('EchoInput', function* (context) {
      return yield context.df.callActivity('Echo', context.df.getInput());
    });
  });
  for (const text of texts) {
    const status = await engine.run('EchoInput', { text });
    expect(status.output).toEqual({ text });
    expect(status.input).toEqual({ text });
  }
});

test('reads the history of an instance again that it had let go from memory', async () => {
  const engine = await openEngine(
    () => {
      basicActivities();
      df.app.orchestration('WaitTwice', function* (context) {
        const first: unknown = yield context.df.waitForExternalEvent('E');
        yield context.df.callActivity('Echo', first);
        return [first, yield context.df.waitForExternalEvent('E')];
      });
    },
    // Room for two of the three histories.
    { settings: { historyCacheCharacters: 1_500 } },
  );
  const ids = ['one', 'two', 'three'];
  for (const id of ids) await engine.run('WaitTwice', undefined, id);
  for (const event of [1, 2]) {
    for (const id of ids) await engine.client.raiseEvent(id, 'E', event);
    await engine.whenIdle();
  }
  for (const id of ids) expect((await engine.settled(id)).output).toEqual([1, 2]);
});
