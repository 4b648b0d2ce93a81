import { expect, test } from 'vitest';
import { EngineApi } from '../../../../local/arm/engine/engine-api.ts';
import { EngineImages } from '../../../../local/arm/engine/engine-images.ts';
import { fakeEngine } from './fake-engine.ts';

/** What engines and registries say when they give no image. */
const refusals = [
  { kind: 'absent', error: 'manifest for acme/job:1 not found: manifest unknown: manifest unknown' },
  {
    kind: 'absent',
    error: 'initializing source docker://acme/job:1: reading manifest 1 in acme/job: manifest unknown',
  },
  {
    kind: 'absent',
    error: 'pinging container registry: dial tcp: lookup registry on 10.0.0.1:53: no such host',
  },
  {
    kind: 'refused',
    error: 'pull access denied for acme/job, repository does not exist or may require docker login',
  },
  { kind: 'refused', error: 'unable to retrieve auth token: invalid username/password: unauthorized' },
  { kind: 'refused', error: 'unexpected status from HEAD request: 403 Forbidden' },
  { kind: 'throttled', error: 'toomanyrequests: You have reached your pull rate limit.' },
  {
    kind: 'throttled',
    error: 'reading manifest 1 in acme/job: received unexpected HTTP status: 429 Too Many Requests',
  },
];

test.each(refusals)('calls an image $kind of which is said: $error', async ({ kind, error }) => {
  const { socket } = await fakeEngine({
    'POST /images/create': (_, response) => {
      response.write(`${JSON.stringify({ status: 'Pulling' })}\n`);
      response.end(JSON.stringify({ error, errorDetail: { message: error } }));
    },
  });
  const answer = await new EngineImages(new EngineApi(socket)).find('acme/job:1');
  expect(answer).toEqual({ kind, message: expect.stringContaining(error) });
});

test('pulls nothing that the engine has', async () => {
  const { socket, asked } = await fakeEngine({ 'GET /images/acme/job:1/json': { Config: {} } });
  expect(await new EngineImages(new EngineApi(socket)).find('acme/job:1')).toEqual({ kind: 'present' });
  expect(asked).toEqual(['GET /images/acme/job:1/json']);
});

test('pulls once for several who ask, with their credential, and never all tags', async () => {
  const authentications: unknown[] = [];
  const { socket, asked } = await fakeEngine({
    'POST /images/create': (request, response) => {
      authentications.push(request.headers['x-registry-auth']);
      response.end(JSON.stringify({ status: 'Downloaded' }));
    },
  });
  const images = new EngineImages(new EngineApi(socket));
  const credential = { server: 'registry.example', username: 'ada', password: 'secret' };
  const ask = () => images.find('registry.example:5000/acme/job', credential);
  expect(await Promise.all([ask(), ask()])).toEqual([{ kind: 'present' }, { kind: 'present' }]);
  expect(asked.filter((line) => line.startsWith('POST'))).toEqual([
    'POST /images/create?fromImage=registry.example%3A5000%2Facme%2Fjob%3Alatest',
  ]);
  expect(JSON.parse(Buffer.from(String(authentications[0]), 'base64url').toString())).toEqual({
    username: 'ada',
    password: 'secret',
    serveraddress: 'registry.example',
  });
});

test('says that no identity pulls an image here', async () => {
  const { socket } = await fakeEngine({});
  const credential = { server: 'acme.azurecr.io', identity: '/subscriptions/1/ada' };
  const answer = await new EngineImages(new EngineApi(socket)).find('acme.azurecr.io/job:1', credential);
  expect(answer).toEqual({ kind: 'refused', message: expect.stringContaining('/subscriptions/1/ada') });
});
