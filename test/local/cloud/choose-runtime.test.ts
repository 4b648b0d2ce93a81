import { expect, test } from 'vitest';
import { chooseRuntime } from '../../../local/cloud/choose-runtime.ts';
import type { CloudEvent } from '../../../local/cloud/cloud-event.ts';
import { repositoryRoot } from '../../hugo-image/build-fixture.ts';
import { fakeEngine, podman } from '../arm/engine/fake-engine.ts';

const nowhere = { DOCKER_HOST: 'unix:///nowhere/engine.sock' };

async function choose(choice: 'auto' | 'process' | 'engine', environment: Record<string, string>) {
  const told: CloudEvent[] = [];
  const tell = (event: CloudEvent) => void told.push(event);
  const chosen = await chooseRuntime(choice, tell, { environment, checkout: repositoryRoot });
  return { chosen, told };
}

test('runs containers as processes where no engine answers, and says so', async () => {
  const { chosen } = await choose('auto', nowhere);
  expect(chosen).toMatchObject({
    kind: 'process',
    detail: 'containers as processes, because no container engine answers',
  });
});

test('refuses to start without the engine that was asked for, with where it looked and what to do', async () => {
  await expect(choose('engine', nowhere)).rejects.toThrow(
    /No container engine answers.*\/nowhere\/engine\.sock: there is none.*--containers process/s,
  );
});

test('uses no engine that has not what images are built from, and says why', async () => {
  const refused = { 'GET /_ping': podman, 'POST /images/create': { error: 'no such host' } };
  const { socket } = await fakeEngine(refused);
  const environment = { DOCKER_HOST: `unix://${socket}` };
  const { chosen, told } = await choose('auto', environment);
  expect(chosen.kind).toBe('process');
  expect(told).toEqual([
    {
      kind: 'warning',
      message: expect.stringMatching(/^Podman 4\.3\.1 at .*no such host.*npm run base-image/s),
    },
  ]);
  await expect(choose('engine', environment)).rejects.toThrow('npm run base-image');
});

test('asks no engine when processes were asked for', async () => {
  const { socket, asked } = await fakeEngine({ 'GET /_ping': podman });
  expect((await choose('process', { DOCKER_HOST: `unix://${socket}` })).chosen.kind).toBe('process');
  expect(asked).toEqual([]);
});

test('builds the Hugo image when the engine lacks it, and shows how far it is', async () => {
  let isBuilt = false;
  const { socket, asked } = await fakeEngine({
    'GET /_ping': podman,
    'GET /images/docker.io/slipway/base:local/json': { Config: {} },
    'POST /build': (request, response) => {
      request.resume().on('end', () => {
        isBuilt = true;
        response.end('{"stream":"STEP 1/7: FROM base\\n"}\n');
      });
    },
  });
  const { chosen, told } = await choose('engine', { DOCKER_HOST: `unix://${socket}` });
  expect(chosen).toMatchObject({ kind: 'engine', detail: `containers on Podman 4.3.1 at ${socket}` });
  expect(isBuilt).toBe(true);
  const build = new URL(
    asked.find((line) => line.startsWith('POST /build'))?.slice('POST '.length) ?? '',
    'http://engine',
  );
  expect(Object.fromEntries(build.searchParams)).toMatchObject({
    t: 'slipway/hugo:local',
    dockerfile: 'hugo-image/Dockerfile',
    buildargs: '{"BASE":"docker.io/slipway/base:local"}',
  });
  expect(told.map(({ kind }) => kind)).toEqual(['imageStep', 'imageStep', 'imageBuilt']);
});
