import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities, later } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

function familyApp(): void {
  basicActivities();
  df.app.orchestration('Child', function* (context) {
    const input = context.df.getInput<{ fail?: boolean; n?: number }>();
    if (input?.fail) throw new Error('child bad');
    const echo: unknown = yield context.df.callActivity('Echo', input);
    return { echo, id: context.df.instanceId, parent: context.df.parentInstanceId };
  });
  df.app.orchestration('WaitEvent', function* (context) {
    return yield context.df.waitForExternalEvent('E');
  });
  df.app.orchestration('Parent', function* (context) {
    const named: unknown = yield context.df.callSubOrchestrator('Child', { n: 1 }, 'named');
    const anonymous: { id: string } = yield context.df.callSubOrchestrator('Child', { n: 2 });
    try {
      yield context.df.callSubOrchestrator('Child', { fail: true });
    } catch (error) {
      return { named, anonymous, failure: (error as Error).message };
    }
  });
  df.app.orchestration('ParentOf', function* (context) {
    const { name, id } = context.df.getInput<{ name: string; id: string }>();
    try {
      return { result: yield context.df.callSubOrchestrator(name, 1, id) };
    } catch (error) {
      return { failed: (error as Error).message };
    }
  });
  df.app.orchestration('Race', function* (context) {
    const timer = context.df.createTimer(later(context, 1000));
    const child = context.df.callSubOrchestrator('WaitEvent', 1, 'loser');
    const winner = yield context.df.Task.any([timer, child]);
    return winner === timer ? 'timer' : 'child';
  });
}

test('runs children as instances of their own and gives the parent their results and failures', async () => {
  const engine = await openEngine(familyApp);
  const status = await engine.run('Parent', undefined, 'p');
  const { named, anonymous, failure } = status.output as Record<string, { id: string }> & { failure: string };
  expect(named).toEqual({ echo: { n: 1 }, id: 'named', parent: 'p' });
  expect(anonymous?.id).toMatch(/^[0-9a-f-]{36}:1$/);
  expect(failure).toMatch(
    /^Orchestrator function 'Child' failed: child bad \n Message: child bad, StackTrace:/,
  );
  expect(scheduled(engine, 'p')).toBe('s0 s1 s2');
  expect(engine.client.status('named')).toMatchObject({ parentInstanceId: 'p', input: { n: 1 } });
  expect(status.historyEvents?.[1]).toMatchObject({
    EventType: 'SubOrchestrationInstanceCompleted',
    FunctionName: 'Child',
    InstanceId: 'named',
  });
});

test('replaces a running instance whose id a child takes, as Azure does', async () => {
  const engine = await openEngine(familyApp);
  await engine.run('WaitEvent', undefined, 'taken');
  const parent = await engine.run('ParentOf', { name: 'Child', id: 'taken' }, 'p');
  expect(parent.output).toMatchObject({ result: { echo: 1, id: 'taken' } });
  expect(engine.client.status('taken')).toMatchObject({ name: 'Child', runtimeStatus: 'Completed' });
  expect(engine.traps('childIdInUse')).toHaveLength(1);
});

test('stays Running for ever when a child gets its parent’s own id, as on Azure, and says so', async () => {
  const engine = await openEngine(familyApp);
  const parent = await engine.run('ParentOf', { name: 'Child', id: 'p' }, 'p');
  expect(parent.runtimeStatus).toBe('Running');
  expect(engine.traps('childIdIsOwn')).toHaveLength(1);
});

test('lets a parent catch that its child was terminated, unlike Azure, and says so', async () => {
  const engine = await openEngine(familyApp);
  await engine.run('ParentOf', { name: 'WaitEvent', id: 'child' }, 'p');
  await engine.client.terminate('child', 'stop child');
  expect((await engine.settled('p')).output).toMatchObject({ failed: expect.stringContaining('stop child') });
  expect(engine.traps('childTerminated')).toHaveLength(1);
});

test('does not terminate children with their parent', async () => {
  const engine = await openEngine(familyApp);
  await engine.run('ParentOf', { name: 'WaitEvent', id: 'child' }, 'p');
  await engine.client.terminate('p', 'stop');
  expect((await engine.settled('p')).runtimeStatus).toBe('Terminated');
  await engine.client.raiseEvent('child', 'E', 1);
  expect((await engine.settled('child')).runtimeStatus).toBe('Completed');
});

test('keeps a parent Running until the child that lost a race has ended', async () => {
  const engine = await openEngine(familyApp);
  await engine.run('Race', undefined, 'p');
  await engine.pass(1000);
  expect((await engine.settled('p')).runtimeStatus).toBe('Running');
  await engine.client.raiseEvent('loser', 'E', 1);
  expect((await engine.settled('p')).output).toBe('timer');
});
