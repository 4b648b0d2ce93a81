import { expect, it } from 'vitest';
import { allProcessesEnded, CloudProcess, dataFolder } from '../support/cloud-process.ts';

const images = { 'demo/server:1': { command: ['/bin/sh', '-c', 'echo up; exec sleep 600'] } };

/** One session a server, from none to two and back, looked at as often as may be. */
const fleet = {
  spec: {
    containers: [{ name: 'main', image: 'demo/server:1', ports: [{ port: 7_777, protocol: 'UDP' }] }],
  },
  ...{ sessionsPerServer: 1, min: 0, max: 2, lookSeconds: 2 },
  ...{ policy: { kind: 'servers', empty: 0 }, stabilisation: { downSeconds: 0 } },
};

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

/** The place of a session, once it has one. A server that died with the machine takes its places along: then it asks again. */
async function placeOf(cloud: CloudProcess, session: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { status, body } = await cloud.api('GET', `fleets/arena/allocations/${session}`);
    if (status === 201) return body;
    if (status === 404) await cloud.api('POST', 'fleets/arena/allocations', { session, wait: true });
    else expect(status).toBe(202);
    await pause();
  }
}

it('a fleet grows from none for callers that wait, survives kill -9, shrinks to none, and goes without a trace', async () => {
  const directory = dataFolder({ images });
  let cloud = new CloudProcess(directory);
  expect(await cloud.api('PUT', 'fleets/arena', fleet)).toMatchObject({ status: 201 });
  for (const session of ['a', 'b']) {
    const asked = await cloud.api('POST', 'fleets/arena/allocations', { session, wait: true });
    expect(asked).toMatchObject({ status: 202 });
  }
  while ((await cloud.containerGroups()).length === 0) await pause();
  await cloud.kill();

  cloud = new CloudProcess(directory);
  const places = [await placeOf(cloud, 'a'), await placeOf(cloud, 'b')];
  expect(new Set(places.map(({ server }) => server)).size).toBe(2);
  for (const place of places)
    expect(place).toMatchObject({ address: expect.any(String), ports: [{ port: 7_777, protocol: 'UDP' }] });
  const again = await cloud.api('POST', 'fleets/arena/allocations', { session: 'a' });
  expect(again).toMatchObject({ status: 201, body: { server: places[0]?.server } });
  expect(await cloud.api('POST', 'fleets/arena/allocations', { session: 'c' })).toMatchObject({
    status: 429,
  });
  const log = await cloud.api('GET', `fleets/arena/servers/${places[0]?.server}/logs`);
  expect(log.body.text).toContain('up');

  expect(await cloud.api('DELETE', 'fleets/arena/allocations/a')).toMatchObject({ status: 204 });
  while ((await cloud.containerGroups()).length > 1) await pause();
  expect(await cloud.containerGroups()).toEqual([places[1]?.server]);

  await cloud.api('DELETE', 'fleets/arena');
  await cloud.api('DELETE', 'fleets/arena/allocations/b');
  await cloud.containerGroupsAreGone();
  while ((await cloud.api('GET', 'fleets/arena')).status !== 404) await pause();
  await cloud.stop();
  await allProcessesEnded(directory);
});
