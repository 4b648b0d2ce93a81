import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities, gatedActivity } from './support/basic-app.ts';
import { openEngine, type TestEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

const base = 'http://localhost:7071/runtime/webhooks/durabletask';

function entityApp(slow = gatedActivity('Slow')): void {
  basicActivities();
  slow.register();
  df.app.entity<number>('Counter', (context) => {
    const current = context.df.getState(() => 0) ?? 0;
    switch (context.df.operationName) {
      case 'add':
        context.df.setState(current + (context.df.getInput<number>() ?? 0));
        context.df.return(current + (context.df.getInput<number>() ?? 0));
        break;
      case 'get':
        context.df.return(current);
        break;
      case 'setThenThrow':
        context.df.setState(999);
        throw new Error('entity bug');
      case 'delete':
        context.df.destructOnExit();
        break;
    }
  });
  df.app.entity('Other', (context) => {
    context.df.signalEntity(new df.EntityId(context.df.operationName ?? '', 'k'), 'add', 100);
  });
  df.app.orchestration('Calls', function* (context) {
    const id = new df.EntityId('Counter', context.df.instanceId);
    context.df.signalEntity(id, 'add', 3);
    yield context.df.callEntity(id, 'add', 4);
    const value: number = yield context.df.callEntity(id, 'get');
    let failure = '';
    try {
      yield context.df.callEntity(id, 'setThenThrow');
    } catch (error) {
      failure = (error as Error).message;
    }
    const after: number = yield context.df.callEntity(id, 'get');
    return { value, failure, after, echo: yield context.df.callActivity('Echo', value) };
  });
  df.app.orchestration('Lock', function* (context) {
    const a = new df.EntityId('Counter', 'L1');
    const b = new df.EntityId('Counter', 'L2');
    const lock: df.LockingRulesViolationError | { release(): void } = yield context.df.lock(b, a);
    yield context.df.callEntity(a, 'add', 1);
    yield context.df.callEntity(b, 'add', 2);
    const value: number = yield context.df.callEntity(b, 'get');
    (lock as { release(): void }).release();
    return [value, yield context.df.callActivity('Echo', 'unlocked')];
  });
  df.app.orchestration('LockSlowly', function* (context) {
    const entity = new df.EntityId('Counter', 'shared');
    yield context.df.lock(entity);
    const before: number = yield context.df.callEntity(entity, 'get');
    yield context.df.callActivity('Slow', context.df.instanceId);
    return [before, yield context.df.callEntity(entity, 'add', 1)];
  });
}

async function get(engine: TestEngine, path: string): Promise<[number, unknown]> {
  const response = await engine.fetch(new Request(`${base}/${path}`));
  const text = await response.text();
  return [response.status, text === '' ? '' : JSON.parse(text)];
}

test('answers calls, runs signals, keeps what an operation set before it threw', async () => {
  const engine = await openEngine(entityApp);
  const status = await engine.run('Calls', undefined, 'c');
  expect(status.output).toEqual({ value: 7, failure: '[object Object]', after: 999, echo: 7 });
  expect(scheduled(engine, 'c')).toBe('e0 e1 e2 e3 e4 a5');
});

test('locks several entities, in one order, and lets them go', async () => {
  const engine = await openEngine(entityApp);
  const status = await engine.run('Lock', undefined, 'l');
  expect(status.output).toEqual([2, 'unlocked']);
  expect(scheduled(engine, 'l')).toBe('e0 e1 e2 e3 e4 e5 a6');
  expect(engine.client.status('@counter@L1')?.customStatus).toEqual({ entityExists: true });
});

test('gives a lock to one orchestration after the other, signals wait, and the end frees it', async () => {
  const slow = gatedActivity('Slow');
  const engine = await openEngine(() => entityApp(slow));
  await engine.client.start('LockSlowly', { instanceId: 'one' });
  await expect.poll(() => slow.calls.length).toBe(1);
  await engine.client.start('LockSlowly', { instanceId: 'two' });
  await expect.poll(() => scheduled(engine, 'two')).toBe('e0');
  await engine.client.signalEntity({ name: 'Counter', key: 'shared' }, 'add', 10);
  expect(engine.client.readEntityState({ name: 'Counter', key: 'shared' })).toBeUndefined();
  slow.calls[0]?.resolve(0);
  await expect.poll(() => slow.calls.length).toBe(2);
  slow.calls[1]?.resolve(0);
  expect((await engine.settled('one')).output).toEqual([0, 1]);
  expect((await engine.settled('two')).output).toEqual([1, 2]);
  expect(engine.client.readEntityState({ name: 'Counter', key: 'shared' })).toEqual({ state: 12 });
});

test('takes small letters for the name but not for a signal between entities, and says so', async () => {
  const engine = await openEngine(entityApp);
  await engine.client.signalEntity({ name: 'Other', key: 'o' }, 'Counter');
  await engine.client.signalEntity({ name: 'OTHER', key: 'o' }, 'counter');
  await engine.whenIdle();
  expect(await get(engine, 'entities/Counter/k')).toEqual([200, 100]);
  expect(engine.client.list({ prefix: '@C' }).instances).toMatchObject([{ instanceId: '@Counter@k' }]);
  expect(engine.traps('entityNameCase')).toHaveLength(1);
});

test('is read, listed, signalled and deleted over HTTP', async () => {
  const engine = await openEngine(entityApp);
  const post = async (
    method: string,
    path: string,
    body?: string,
    type = 'application/json',
  ): Promise<number> => {
    const request = new Request(`${base}/${path}`, {
      method,
      headers: { 'content-type': type },
      ...(body !== undefined && { body }),
    });
    const { status } = await engine.fetch(request);
    await engine.whenIdle();
    return status;
  };
  expect(await get(engine, 'entities/Counter/k')).toEqual([404, '']);
  expect(await post('POST', 'entities/Counter/k?op=add', '5')).toBe(202);
  expect(await get(engine, 'entities/cOUNTER/k')).toEqual([200, 5]);
  expect((await get(engine, 'entities/Counter/K'))[0]).toBe(404);
  expect(await post('POST', 'entities/Counter/k?op=add', '{nope')).toBe(400);
  expect(await post('POST', 'entities/Nope/k?op=add', '1')).toBe(400);
  expect(await post('POST', 'entities/Counter/$?op=add', '8')).toBe(202);
  expect((await get(engine, 'entities/Counter/$'))[0]).toBe(404);
  const listed = { entityId: { name: 'counter', key: 'k' }, lastOperationTime: '2026-01-01T00:00:00Z' };
  expect((await get(engine, 'entities/Counter?fetchState=true'))[1]).toContainEqual({ ...listed, state: 5 });
  expect((await get(engine, 'entities'))[1]).toContainEqual({ ...listed, state: null });
  expect((await get(engine, 'entities/Nope'))[1]).toEqual([]);
  expect(await post('DELETE', 'entities/Counter/k')).toBe(202);
  expect((await get(engine, 'entities/Counter/k'))[0]).toBe(404);
});

test('shows as an instance that is always Running', async () => {
  const engine = await openEngine(entityApp);
  await engine.client.signalEntity({ name: 'Counter', key: 'k' }, 'add', 7);
  await engine.whenIdle();
  expect(await get(engine, 'instances/@counter@k')).toMatchObject([
    202,
    {
      name: '@counter@k',
      runtimeStatus: 'Running',
      input: { exists: true, state: '7' },
      customStatus: { entityExists: true },
    },
  ]);
});

test('keeps the lock of an orchestration that was terminated until the entity is purged, as Azure does', async () => {
  const slow = gatedActivity('Slow');
  const engine = await openEngine(() => entityApp(slow));
  await engine.client.start('LockSlowly', { instanceId: 'one' });
  await expect.poll(() => slow.calls.length).toBe(1);
  await engine.client.start('LockSlowly', { instanceId: 'two' });
  await expect.poll(() => scheduled(engine, 'two')).toBe('e0');
  await engine.client.terminate('one', 'stop');
  slow.calls[0]?.resolve(0);
  await engine.client.signalEntity({ name: 'Counter', key: 'shared' }, 'add', 10);
  await engine.whenIdle();
  expect(engine.client.status('two')?.runtimeStatus).toBe('Running');
  expect(engine.traps('lockKept').at(-1)).toMatch(/locked by 'one'/);
  await engine.client.purge('@counter@shared');
  await engine.client.start('LockSlowly', { instanceId: 'three' });
  await expect.poll(() => slow.calls.length).toBe(2);
  slow.calls[1]?.resolve(0);
  expect((await engine.settled('three')).output).toEqual([0, 1]);
});
