import { type Document, type OpenAPIClient, OpenAPIClientAxios } from 'openapi-client-axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';

const images = {
  'demo/add:1': {
    command: [
      process.execPath,
      '-e',
      'const { a, b } = JSON.parse(process.env.SLIPWAY_INPUT); console.log("adding"); console.log(JSON.stringify({ sum: a + b }));',
    ],
  },
  'demo/hello:1': { command: ['sh', '-c', 'echo "hello $NAME"'] },
};

describe('a client made from the description of the API', () => {
  const cloud = new CloudProcess(dataFolder({ images }, afterAll), [], afterAll);
  let client: OpenAPIClient;

  beforeAll(async () => {
    await cloud.hears('ready');
    const definition = (await (await fetch(`${await cloud.origin()}/api/openapi.json`)).json()) as Document;
    client = await new OpenAPIClientAxios({ definition }).init();
  });

  const call = async (id: string, parameters: Record<string, unknown>, body?: unknown) => {
    const method = client[id];
    if (!method) throw new Error(`The client has no operation "${id}".`);
    return (await method(parameters as never, body)).data;
  };

  /** What an operation answers once it fits; a client follows runs by asking. */
  const until = async (fits: (data: Record<string, unknown>) => boolean, ask: () => Promise<never>) => {
    for (;;) {
      const data = await ask();
      if (fits(data)) return data as Record<string, unknown>;
    }
  };
  const runEnded = (id: string) =>
    until(
      ({ endedAt }) => endedAt !== undefined,
      () => call('getRun', { id }) as Promise<never>,
    );

  it('publishes a site', async () => {
    const { id } = await call('publishSite', { site: 'blog' }, { force: true });
    expect(await runEnded(id)).toMatchObject({ kind: 'publish', site: 'blog', status: 'succeeded' });
  });

  it('runs a job to its output', async () => {
    const spec = { containers: [{ name: 'main', image: 'demo/add:1' }] };
    const { id } = await call('startJob', {}, { spec, input: { a: 2, b: 3 } });
    expect(await runEnded(id)).toMatchObject({ kind: 'job', status: 'succeeded', output: { sum: 5 } });
    expect(await call('getRunLogs', { id })).toContain('adding');
  });

  it('operates a container group from its creation to its end', async () => {
    const environment = { NAME: 'world' };
    const spec = { containers: [{ name: 'main', image: 'demo/hello:1', environment }] };
    const made = await call('putContainerGroup', { name: 'hello' }, { spec, deadlineMinutes: 30 });
    expect(made).toMatchObject({ name: 'hello', owner: { kind: 'person' }, deadline: expect.any(String) });
    const group = await until(
      ({ state }) => state === 'succeeded',
      () => call('getContainerGroup', { name: 'hello' }) as Promise<never>,
    );
    expect(group.containers).toMatchObject([{ state: 'terminated', exitCode: 0 }]);
    expect(await call('getContainerGroupLogs', { name: 'hello', tail: 1 })).toBe('hello world\n');
    const removal = await call('deleteContainerGroup', { name: 'hello' });
    await runEnded(removal.run);
    expect(await call('listContainerGroups', { all: '1' })).toEqual({ groups: [] });
    // What is not there is no mistake to delete.
    expect(await call('deleteContainerGroup', { name: 'hello' })).toBe('');
  });
});
