import { expect, test } from 'vitest';
import { findEngine } from '../../../../local/arm/engine/find-engine.ts';
import { docker, fakeEngine, podman } from './fake-engine.ts';

test.each([
  { ping: podman, name: 'Podman 4.3.1' },
  { ping: docker, name: 'Docker 28.0.1' },
])('finds $name where DOCKER_HOST says', async ({ ping, name }) => {
  const { socket } = await fakeEngine({ 'GET /_ping': ping });
  const found = await findEngine({ DOCKER_HOST: `unix://${socket}` });
  expect(found.engine?.description).toBe(`${name} at ${socket}`);
});

test('says of each place why no engine is there', async () => {
  const { socket } = await fakeEngine({});
  for (const [host, reason] of [
    [`unix://${socket}`, `${socket}: no such thing: /_ping`],
    ['unix:///nowhere/engine.sock', '/nowhere/engine.sock: there is none'],
  ]) {
    expect(await findEngine({ DOCKER_HOST: host })).toEqual({ tried: [reason] });
  }
});

test('asks an engine of another machine for nothing', async () => {
  expect(await findEngine({ DOCKER_HOST: 'tcp://192.0.2.1:2375' })).toEqual({
    tried: [expect.stringMatching(/^DOCKER_HOST=tcp.*only an engine of this machine/)],
  });
});
