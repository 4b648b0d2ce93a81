import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities } from './support/basic-app.ts';
import { crashCopy, tempDirectory } from './support/crash.ts';
import { openEngine } from './support/open-engine.ts';

function rewindApp(): void {
  basicActivities();
  df.app.orchestration('RewindMe', function* (context) {
    const first: unknown = yield context.df.callActivity('Echo', 'kept');
    return [first, yield context.df.callActivity('Flaky', { key: context.df.instanceId, ok: 2 })];
  });
  df.app.orchestration('Parent', function* (context) {
    return yield context.df.callSubOrchestrator('RewindMe', null, 'child');
  });
}

const eventTypes = (rows: { EventType?: unknown }[] | undefined): unknown[] =>
  (rows ?? []).map((row) => row.EventType);

test('takes back what failed, keeps what succeeded, and tries again', async () => {
  const engine = await openEngine(rewindApp);
  expect((await engine.run('RewindMe', undefined, 'r')).runtimeStatus).toBe('Failed');
  expect(await engine.client.rewind('r', 'retry')).toEqual({ kind: 'accepted' });
  const status = await engine.settled('r');
  expect(status).toMatchObject({ runtimeStatus: 'Completed', output: ['kept', 'ok after 2'] });
  expect(eventTypes(status.historyEvents)).toEqual([
    'ExecutionStarted',
    'TaskCompleted',
    'GenericEvent',
    'GenericEvent',
    'GenericEvent',
    'GenericEvent',
    'TaskCompleted',
    'ExecutionCompleted',
  ]);
  expect(status.historyEvents?.[5]).toMatchObject({ Data: 'retry' });
});

test('rewinds a failed child and completes its parent', async () => {
  const engine = await openEngine(rewindApp);
  expect((await engine.run('Parent', undefined, 'p')).runtimeStatus).toBe('Failed');
  await engine.client.rewind('p', 'retry');
  expect(await engine.settled('p')).toMatchObject({
    runtimeStatus: 'Completed',
    output: ['kept', 'ok after 2'],
  });
  expect((await engine.settled('child')).runtimeStatus).toBe('Completed');
});

test('survives a crash right after it was accepted', async () => {
  const file = `${tempDirectory()}/engine.db`;
  const engine = await openEngine(rewindApp, { file });
  await engine.run('RewindMe', undefined, 'r');
  await engine.client.rewind('r', 'retry');
  const copy = crashCopy(file);
  await engine.whenIdle();
  const reopened = await openEngine(rewindApp, { file: copy });
  // Its own process counts the tries anew.
  expect((await reopened.settled('r')).runtimeStatus).toBe('Failed');
});

test('refuses all but failed instances', async () => {
  const engine = await openEngine(rewindApp);
  await engine.run('Parent', undefined, 'p');
  await engine.client.rewind('p', 'retry');
  await engine.settled('p');
  expect(await engine.client.rewind('p')).toEqual({ kind: 'refused', status: 'Completed' });
  expect(await engine.client.rewind('nobody')).toEqual({ kind: 'missing' });
  const response = await engine.fetch(
    new Request('http://localhost/runtime/webhooks/durabletask/instances/nope/rewind?reason=x', {
      method: 'POST',
    }),
  );
  expect([response.status, await response.json()]).toEqual([
    404,
    'No orchestration with instance ID "$nope" found.',
  ]);
});
