import { app } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { startHost, type TestHost } from './start-host.ts';
import { tempDirectory } from './temp-app.ts';

const register = () => void app.http('Keyed', { authLevel: 'function', handler: () => ({}) });
const hostWithKeys = (options = {}): Promise<TestHost> => startHost({ app: { register }, ...options });

type Answer = { status: number; location: string | null; body: Record<string, unknown> | string };

async function ask(host: TestHost, method: string, path: string, body?: string): Promise<Answer> {
  const response = await fetch(host.origin + path, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    location: response.headers.get('location'),
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : text,
  };
}

const scopes = ['/admin/functions/keyed/keys', '/admin/host/functionkeys', '/admin/host/systemkeys'];

describe.each(scopes)('%s', (scope) => {
  test('a key is made up by POST, set by PUT, shown by GET, gone after DELETE', async () => {
    const host = await hostWithKeys();
    const url = `${host.origin}${scope}/mine`;
    const links = [{ rel: 'self', href: url }];
    const made = await ask(host, 'POST', `${scope}/mine`);
    expect(made).toEqual({
      status: 201,
      location: url,
      body: { name: 'mine', value: expect.stringMatching(/^[\w-]{40,}$/), links },
    });
    expect((await ask(host, 'POST', `${scope}/mine`)).status).toBe(200);
    const set = await ask(host, 'PUT', `${scope}/mine`, '{"name":"mine","value":"own"}');
    expect(set).toEqual({ status: 200, location: null, body: { name: 'mine', value: 'own', links } });
    expect((await ask(host, 'GET', `${scope}/MINE`)).body).toMatchObject({ value: 'own' });
    expect((await ask(host, 'GET', scope)).body).toMatchObject({
      keys: expect.arrayContaining([{ name: 'mine', value: 'own' }]),
      links: [{ rel: 'self', href: host.origin + scope }],
    });
    expect((await ask(host, 'DELETE', `${scope}/mine`)).status).toBe(204);
    expect((await ask(host, 'DELETE', `${scope}/mine`)).status).toBe(404);
    expect((await ask(host, 'GET', `${scope}/mine`)).status).toBe(404);
  });

  test.each(['', '{', '{}', '{"value":null}', '[]'])('PUT with the body %j is refused', async (body) => {
    const answer = await ask(await hostWithKeys(), 'PUT', `${scope}/mine`, body);
    expect(answer).toMatchObject({ status: 400, body: 'Invalid key value' });
  });

  test('PUT that is not JSON is a 415', async () => {
    const host = await hostWithKeys();
    const response = await fetch(`${host.origin}${scope}/mine`, { method: 'PUT', body: 'x' });
    expect(response.status).toBe(415);
  });
});

test('a function gets a key of its own when its keys are first asked for', async () => {
  const host = await hostWithKeys();
  const { body } = await ask(host, 'GET', '/admin/functions/keyed/keys');
  expect(body).toMatchObject({ keys: [{ name: 'default', value: host.keys.functions.keyed?.default }] });
});

test('keys of an unknown function are a 404', async () => {
  const host = await hostWithKeys();
  for (const method of ['GET', 'POST', 'DELETE'])
    expect((await ask(host, method, '/admin/functions/nope/keys/a')).status).toBe(404);
});

test('the master key is found among the system keys, can be renewed, and cannot be deleted', async () => {
  const host = await hostWithKeys();
  const path = '/admin/host/systemkeys/_master';
  const { masterKey } = host.keys;
  expect((await ask(host, 'GET', path)).body).toMatchObject({ name: '_master', value: masterKey });
  expect((await ask(host, 'GET', '/admin/host/keys/_master')).status).toBe(404);
  expect((await ask(host, 'POST', path)).status).toBe(201);
  expect(host.keys.masterKey).not.toBe(masterKey);
  expect((await ask(host, 'PUT', path, '{"value":"chosen"}')).status).toBe(200);
  expect(host.keys.masterKey).toBe('chosen');
  expect(await ask(host, 'DELETE', path)).toMatchObject({ status: 400, body: 'Cannot delete System Key.' });
});

test('a new key opens its function, also after a restart, and a deleted one no longer', async () => {
  const dataDirectory = await tempDirectory();
  const first = await hostWithKeys({ dataDirectory });
  await ask(first, 'PUT', '/admin/functions/keyed/keys/mine', '{"value":"own"}');
  const second = await hostWithKeys({ dataDirectory, enforceKeys: true });
  const call = async () => (await fetch(`${second.origin}/api/keyed?code=own`)).status;
  expect(await call()).toBe(200);
  const headers = { 'x-functions-key': second.keys.masterKey };
  await fetch(`${second.origin}/admin/functions/keyed/keys/mine`, { method: 'DELETE', headers });
  expect(await call()).toBe(401);
});
