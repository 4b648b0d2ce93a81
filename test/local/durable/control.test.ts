import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { InstanceExists } from '../../../local/durable/index.ts';
import { basicActivities, gatedActivity } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';

function controlApp(slow = gatedActivity('Slow')): void {
  basicActivities();
  slow.register();
  df.app.orchestration('WaitEvent', function* (context) {
    const value: unknown = yield context.df.waitForExternalEvent('E');
    context.df.setCustomStatus('after the event');
    yield context.df.callActivity('Echo', 1);
    return value;
  });
  df.app.orchestration('Slowly', function* (context) {
    return yield context.df.callActivity('Slow', 1);
  });
  df.app.orchestration('Nothing', function* () {});
}

test.each([
  ['5', 5],
  ['{"a":1}', { a: 1 }],
  ['"q"', 'q'],
  ['', ''],
  [null, null],
  ['because of "x"', 'because of "x"'],
])('terminates with the reason %j as output %j', async (reason, output) => {
  const engine = await openEngine(controlApp);
  await engine.run('WaitEvent', undefined, 'w');
  await engine.client.terminate('w', reason);
  expect(await engine.settled('w')).toMatchObject({ runtimeStatus: 'Terminated', output });
});

test('terminates before the first turn, and never runs the code', async () => {
  const engine = await openEngine(controlApp);
  const start = engine.client.start('WaitEvent', { instanceId: 'w' });
  await engine.client.terminate('w', 'early');
  await start;
  const status = await engine.settled('w');
  expect(status.historyEvents?.map((row) => row.EventType)).toEqual([
    'ExecutionStarted',
    'ExecutionTerminated',
    'ExecutionCompleted',
  ]);
});

test('drops the result of an activity in flight when its instance was terminated', async () => {
  const slow = gatedActivity('Slow');
  const engine = await openEngine(() => controlApp(slow));
  await engine.client.start('Slowly', { instanceId: 's' });
  await expect.poll(() => slow.calls.length).toBe(1);
  await engine.client.terminate('s', 'x');
  await expect.poll(() => engine.client.status('s')?.runtimeStatus).toBe('Terminated');
  slow.calls[0]?.resolve(1);
  const status = await engine.settled('s');
  expect(status.historyEvents?.map((row) => row.EventType)).not.toContain('TaskCompleted');
});

test('runs no turn while suspended, keeps what comes, and goes on when resumed', async () => {
  const engine = await openEngine(controlApp);
  await engine.run('WaitEvent', undefined, 'w');
  await engine.client.suspend('w', 'pause');
  expect(await engine.settled('w')).toMatchObject({ runtimeStatus: 'Suspended', output: 'pause' });
  await engine.client.raiseEvent('w', 'E', 1);
  const suspended = await engine.settled('w');
  expect(suspended).toMatchObject({ runtimeStatus: 'Suspended', customStatus: null });
  expect(engine.traps('whileSuspended')).toHaveLength(1);
  await engine.client.resume('w', 'go');
  expect(await engine.settled('w')).toMatchObject({ runtimeStatus: 'Completed', output: 1 });
});

test('keeps an activity’s result while suspended', async () => {
  const slow = gatedActivity('Slow');
  const engine = await openEngine(() => controlApp(slow));
  await engine.client.start('Slowly', { instanceId: 's' });
  await expect.poll(() => slow.calls.length).toBe(1);
  await engine.client.suspend('s');
  await expect.poll(() => engine.client.status('s')?.runtimeStatus).toBe('Suspended');
  slow.calls[0]?.resolve('kept');
  await engine.whenIdle();
  await engine.client.resume('s');
  expect((await engine.settled('s')).output).toBe('kept');
});

test('terminates a suspended instance', async () => {
  const engine = await openEngine(controlApp);
  await engine.run('WaitEvent', undefined, 'w');
  await engine.client.suspend('w');
  await engine.whenIdle();
  await engine.client.terminate('w', 'end');
  expect((await engine.settled('w')).runtimeStatus).toBe('Terminated');
});

test('refuses to suspend twice and to resume what runs', async () => {
  const engine = await openEngine(controlApp);
  await engine.run('WaitEvent', undefined, 'w');
  expect(await engine.client.resume('w')).toEqual({ kind: 'refused', status: 'Running' });
  await engine.client.suspend('w');
  await engine.whenIdle();
  expect(await engine.client.suspend('w')).toEqual({ kind: 'refused', status: 'Suspended' });
});

test('refuses a second start of an id until the first has ended, and then replaces it', async () => {
  const engine = await openEngine(controlApp);
  const starts = Array.from({ length: 8 }, () => engine.client.start('WaitEvent', { instanceId: 'w' }));
  const results = await Promise.allSettled(starts);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  await engine.whenIdle();
  await expect(engine.client.start('WaitEvent', { instanceId: 'w' })).rejects.toThrow(InstanceExists);
  await engine.client.terminate('w');
  await engine.whenIdle();
  const status = await engine.run('Nothing', 2, 'w');
  expect(status).toMatchObject({ name: 'Nothing', input: 2, runtimeStatus: 'Completed' });
  expect(status.historyEvents?.[0]).toMatchObject({ Generation: 1 });
});

test('replaces a running instance when the settings say AnyState', async () => {
  const engine = await openEngine(controlApp, {
    settings: { overridableExistingInstanceStates: 'AnyState' },
  });
  await engine.run('WaitEvent', undefined, 'w');
  expect(await engine.run('Nothing', 1, 'w')).toMatchObject({ name: 'Nothing', runtimeStatus: 'Completed' });
});

test('purges ended instances only, one by one and by filter, and keeps children', async () => {
  const engine = await openEngine(controlApp);
  await engine.run('Nothing', undefined, 'done');
  await engine.run('WaitEvent', undefined, 'running');
  expect(await engine.client.purge('nobody')).toEqual({ kind: 'missing' });
  expect(await engine.client.purge('running')).toEqual({ kind: 'refused', status: 'Running' });
  expect(await engine.client.purgeMany({ createdFromMs: 0, statuses: ['Running'] })).toEqual({
    kind: 'purged',
    instances: 1,
  });
  expect(engine.traps('purgeEverything')).toHaveLength(1);
  expect(engine.client.list().instances.map((one) => one.instanceId)).toEqual(['running']);
  expect(engine.history('done')).toBeUndefined();
});

test('restarts with the same input, under a new id or the old one', async () => {
  const engine = await openEngine(controlApp);
  await engine.run('Nothing', { a: 1 }, 'first');
  const second = await engine.client.restart('first');
  expect(await engine.settled(second ?? '')).toMatchObject({ name: 'Nothing', input: { a: 1 } });
  expect(await engine.client.restart('first', { instanceId: 'first' })).toBe('first');
  expect(await engine.client.restart('nobody')).toBeUndefined();
});
