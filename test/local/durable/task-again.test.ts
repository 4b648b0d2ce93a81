import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as df from 'durable-functions';
import { expect, onTestFinished, test, vi } from 'vitest';
import { basicActivities, gatedActivity } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

const limitMs = 30_000;

/** Work that is open until the test lets it end. */
const work = {
  activity: (context: df.OrchestrationContext) => context.df.callActivity('Gated', { a: 1 }),
  retried: (context: df.OrchestrationContext) =>
    context.df.callActivityWithRetry('Gated', new df.RetryOptions(1000, 3), 'text'),
  child: (context: df.OrchestrationContext) => context.df.callSubOrchestrator('Gates', [1]),
  http: (context: df.OrchestrationContext, url: string) => context.df.callHttp({ method: 'GET', url }),
};

function againApp(gate: ReturnType<typeof gatedActivity>): void {
  basicActivities();
  gate.register();
  df.app.orchestration('Gates', function* (context) {
    return yield context.df.callActivity('Gated');
  });
  df.app.orchestration('TwoRaces', function* (context) {
    const { kind, url } = context.df.getInput<{ kind: keyof typeof work; url: string }>();
    const task = work[kind](context, url);
    yield context.df.Task.any([task, context.df.waitForExternalEvent('A')]);
    yield context.df.Task.any([
      context.df.callActivity('Echo', 1),
      context.df.Task.all([task, context.df.waitForExternalEvent('B')]),
    ]);
    yield task;
    return 'done';
  });
  df.app.orchestration('TwoGroups', function* (context) {
    const shared = context.df.callActivity('Echo', 'shared');
    yield context.df.Task.all([shared, context.df.callActivity('Echo', 1)]);
    yield context.df.Task.all([shared, context.df.callActivity('Echo', 2)]);
    return yield context.df.callActivity('Echo', 3);
  });
  df.app.orchestration('OneRace', function* (context) {
    const calls = [1, 1].map((input) => context.df.callActivity('Gated', input));
    yield context.df.Task.any([...calls, context.df.callActivity('Echo', 1)]);
    // Equal to one that is open in its name alone.
    yield context.df.Task.any([context.df.callActivity('Gated', 2), context.df.callActivity('Echo', 2)]);
    return yield calls[1] as df.Task;
  });
}

/** A server that leaves its callers waiting as a gated activity does. */
async function gatedServer({ calls }: ReturnType<typeof gatedActivity>): Promise<string> {
  const server = createServer((_request, response) =>
    calls.push({ input: undefined, resolve: () => void response.end(), reject: () => {} }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test.each([
  ['activity', "the activity 'Gated'", 'a0 a1 a2'],
  ['retried', "the activity 'Gated'", 'a0 a1 a2'],
  ['http', 'the HTTP call of http://127.0.0.1:', 'a0 a1 a2'],
  ['child', "the orchestrator 'Gates'", 's0 a1 s2'],
] as const)(
  'calls an open %s again that is in a second race, as Azure does, and says so once',
  async (kind, what, ids) => {
    const gate = gatedActivity('Gated');
    const url = await gatedServer(gate);
    const engine = await openEngine(() => againApp(gate));
    await engine.client.start('TwoRaces', { instanceId: 's', input: { kind, url } });
    await vi.waitFor(() => expect(gate.calls).toHaveLength(1), limitMs);
    expect(engine.traps('taskAgain')).toEqual([]);
    await engine.client.raiseEvent('s', 'A', 1);
    await vi.waitFor(() => expect(gate.calls).toHaveLength(2), limitMs);
    for (const call of gate.calls) call.resolve('done');
    expect(await engine.settled('s')).toMatchObject({ runtimeStatus: 'Completed', output: 'done' });
    expect(scheduled(engine, 's')).toBe(ids);
    const lines = engine.log.filter(({ trap }) => trap === 'taskAgain');
    expect(lines).toMatchObject([{ level: 'warning', instanceId: 's', place: 1 }]);
    expect(lines[0]?.message).toContain(`awaits ${what}`);
    expect(lines[0]?.message).toMatch(
      /in a Task.any or Task.all while an equal call of it is open.*runs a second time, here as on Azure.*Yield an open task by itself/,
    );
  },
);

test('minds no equal calls in one race, other inputs, nor an open task that is awaited by itself', async () => {
  const gate = gatedActivity('Gated');
  const engine = await openEngine(() => againApp(gate));
  await engine.client.start('OneRace', { instanceId: 's' });
  await vi.waitFor(() => expect(gate.calls).toHaveLength(3), limitMs);
  for (const call of gate.calls) call.resolve('done');
  expect((await engine.settled('s')).output).toBe('done');
  expect(engine.traps('taskAgain')).toEqual([]);
});

test('names a task in two groups as the cause when the instance waits for a call that nobody awaits', async () => {
  const slow = gatedActivity('Gated');
  const engine = await openEngine(() => againApp(slow));
  await engine.run('TwoGroups', null, 's');
  expect(engine.traps('openTasks')).toEqual([
    expect.stringMatching(/Perhaps the activity 'Echo' is one task in two Task\.any or Task\.all/),
  ]);
});
