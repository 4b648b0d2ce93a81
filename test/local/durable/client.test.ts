import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../local/clock.ts';
import { startDurableEngine } from '../../../local/durable/index.ts';
import { startFunctionsHost } from '../../../local/functions/index.ts';
import { basicActivities } from './support/basic-app.ts';

type Call = (method: string, ...args: unknown[]) => Promise<unknown>;

/** A host in which an HTTP function calls one method of the library's own client over loopback. */
async function clientHost(
  durableTask: Record<string, unknown> = {},
): Promise<{ call: Call; origin: string }> {
  const host = await startFunctionsHost({
    app: {
      register() {
        basicActivities();
        df.app.orchestration('Nothing', function* (context) {
          return context.df.getInput() ?? 'none';
        });
        df.app.orchestration('WaitEvent', function* (context) {
          return yield context.df.waitForExternalEvent('E');
        });
        df.app.entity<number>('Counter', (context) => {
          context.df.setState((context.df.getState(() => 0) ?? 0) + (context.df.getInput<number>() ?? 0));
        });
        const input = df.input.durableClient();
        app.http('Client', {
          methods: ['POST'],
          extraInputs: [input],
          handler: async (request, context) => {
            const { method, args } = (await request.json()) as { method: string; args: unknown[] };
            const client = df.getClient(context) as unknown as Record<
              string,
              (...args: unknown[]) => Promise<unknown>
            >;
            const revived = args.map((arg) =>
              Array.isArray(arg) ? new df.EntityId(String(arg[0]), String(arg[1])) : (arg ?? undefined),
            );
            try {
              return { jsonBody: { result: (await client[method]?.(...revived)) ?? null } };
            } catch (error) {
              return { jsonBody: { error: (error as Error).message } };
            }
          },
        });
      },
    },
    port: 0,
    clock: systemClock,
    durable: (functions) =>
      startDurableEngine({ file: ':memory:', clock: systemClock, functions, settings: durableTask }),
  });
  onTestFinished(() => host.stop());
  const call: Call = async (method, ...args) => {
    const response = await fetch(`${host.origin}/api/Client`, {
      method: 'POST',
      body: JSON.stringify({ method, args }),
    });
    const body = (await response.json()) as { result: unknown; error?: string };
    return body.error === undefined ? body.result : `error: ${body.error}`;
  };
  return { call, origin: host.origin };
}

test.each([[{}], [{ localRpcEndpointEnabled: false }]])(
  'serves the library’s client, with settings %j',
  async (settings) => {
    const { call } = await clientHost(settings);
    expect(await call('startNew', 'WaitEvent', { instanceId: 'w', input: { n: 1 } })).toBe('w');
    await expect
      .poll(async () => (await call('getStatus', 'w')) as object)
      .toMatchObject({ runtimeStatus: 'Running' });
    expect(await call('startNew', 'WaitEvent', { instanceId: 'w' })).toBe(
      'error: The operation failed with an unexpected status code: 409. Details: {"Message":"An Orchestration instance with the status Running already exists."}',
    );
    await call('raiseEvent', 'w', 'E', { got: true });
    await expect
      .poll(async () => (await call('getStatus', 'w', { showHistory: true })) as object)
      .toMatchObject({ runtimeStatus: 'Completed', output: { got: true }, input: { n: 1 } });
    expect(await call('raiseEvent', 'w', 'E', 1)).toBeNull();
    expect(await call('raiseEvent', 'nobody', 'E', 1)).toBe("error: No instance with ID 'nobody' found.");
    expect(await call('getStatusBy', { runtimeStatus: ['Completed'] })).toMatchObject([{ instanceId: 'w' }]);
    expect(await call('purgeInstanceHistory', 'w')).toEqual({ instancesDeleted: 1 });
    expect(await call('getStatusAll')).toEqual([]);
  },
);

test('starts without an input with the empty text, as the library sends it', async () => {
  const { call } = await clientHost();
  const id = (await call('startNew', 'Nothing')) as string;
  await expect
    .poll(async () => (await call('getStatus', id)) as object)
    .toMatchObject({ input: '', output: '' });
});

test('suspends, resumes, terminates and refuses to rewind through the library', async () => {
  const { call } = await clientHost();
  await call('startNew', 'WaitEvent', { instanceId: 'w' });
  const status = async (): Promise<unknown> =>
    ((await call('getStatus', 'w')) as { runtimeStatus: string }).runtimeStatus;
  await expect.poll(status).toBe('Running');
  await call('suspend', 'w', 'pause');
  await expect.poll(status).toBe('Suspended');
  await call('resume', 'w', 'go');
  await expect.poll(status).toBe('Running');
  expect(await call('rewind', 'w', 'x')).toBe(
    'error: This orchestration has status Running, but only orchestrations in the "Failed" state can be rewound.',
  );
  await call('terminate', 'w', 'end');
  await expect.poll(status).toBe('Terminated');
});

test('signals and reads entities through the library', async () => {
  const { call } = await clientHost();
  expect(await call('readEntityState', ['Counter', 'k'])).toEqual({ entityExists: false });
  await call('signalEntity', ['Counter', 'k'], 'add', 5);
  await expect
    .poll(() => call('readEntityState', ['Counter', 'k']))
    .toEqual({ entityExists: true, entityState: 5 });
});
