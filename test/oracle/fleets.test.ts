import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDotnet } from './build-oracle.ts';
import { OracleCloud } from './oracle-cloud.ts';
import { until } from './until.ts';

const images = { 'demo/server:1': { command: ['/bin/sh', '-c', 'echo up; exec sleep 600'] } };

const fleet = (environment: Record<string, string> = {}) => ({
  spec: {
    containers: [{ name: 'main', image: 'demo/server:1', environment, ports: [{ port: 7_777 }] }],
  },
  ...{ sessionsPerServer: 1, min: 0, max: 2, lookSeconds: 2 },
  ...{ policy: { kind: 'servers', empty: 0 }, stabilisation: { downSeconds: 0 } },
});

type Server = { name: string; state: string; sessions: number };

describe.skipIf(!hasDotnet())('a fleet on the real Durable extension', () => {
  let cloud: OracleCloud;

  beforeAll(async () => {
    cloud = await OracleCloud.start(images);
    return () => cloud.stop();
  });

  afterAll(() => cloud.containerGroupsAreGone());

  const place = (session: string): Promise<{ server: string }> =>
    until(async () => {
      const response = await cloud.api('GET', `fleets/arena/allocations/${session}`);
      return response.status === 201 ? ((await response.json()) as { server: string }) : undefined;
    });
  const servers = async (): Promise<Server[]> =>
    ((await (await cloud.api('GET', 'fleets/arena/servers')).json()) as { servers: Server[] }).servers;
  const open = async (): Promise<Server[]> =>
    (await servers()).filter(({ state }) => state === 'ready' || state === 'allocated');

  it('grows for callers that wait, replaces and drains, and goes without a trace', async () => {
    expect((await cloud.api('PUT', 'fleets/arena', fleet())).status).toBe(201);
    for (const session of ['a', 'b'])
      expect((await cloud.api('POST', 'fleets/arena/allocations', { session, wait: true })).status).toBe(202);
    const [first, second] = [await place('a'), await place('b')];
    expect(first.server).not.toBe(second.server);

    await cloud.api('DELETE', 'fleets/arena/allocations/a');
    await until(async () => ((await open()).length === 1 ? true : undefined));
    expect(await open()).toMatchObject([{ name: second.server, sessions: 1 }]);

    expect((await cloud.api('PUT', 'fleets/arena', fleet({ MODE: 'new' }))).status).toBe(200);
    await cloud.api('DELETE', 'fleets/arena/allocations/b');
    await until(async () => ((await servers()).length === 0 ? true : undefined));

    await cloud.api('POST', 'fleets/arena/allocations', { session: 'c', wait: true });
    const third = await place('c');
    expect((await cloud.api('DELETE', 'fleets/arena?force=true')).status).toBe(202);
    await until(async () => ((await cloud.api('GET', 'fleets/arena')).status === 404 ? true : undefined));
    for (const { server } of [first, second, third])
      expect(await cloud.run(`drain-${server}`)).toMatchObject({ status: 'succeeded' });
    expect(await cloud.run('fleet-arena')).toMatchObject({ status: 'succeeded' });
  });
});
