import { app } from '@azure/functions';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { startFunctionsHost } from '../../../local/functions/index.ts';
import { deferred } from './deferred.ts';
import { rawRequest } from './raw-http.ts';
import { hostOf, startHost } from './start-host.ts';
import { tempApp } from './temp-app.ts';

/** A function that ends when it is told to, and tells how often it was called. */
function gate() {
  let calls = 0;
  const waiting: (() => void)[] = [];
  const arrivals: (() => void)[] = [];
  return {
    register: () =>
      app.http('slow', {
        handler: async () => {
          calls += 1;
          for (const arrived of arrivals.splice(0)) arrived();
          await new Promise<void>((resolve) => waiting.push(resolve));
          return { body: 'done' };
        },
      }),
    calls: () => calls,
    /** Resolves when the function is called next. */
    called: () => new Promise<void>((resolve) => arrivals.push(resolve)),
    openOne: () => waiting.shift()?.(),
  };
}

test('requests over the limit are refused at once with 429, those under it run one after the other', async () => {
  const slow = gate();
  const host = await hostOf(slow.register, {
    extensions: { http: { maxOutstandingRequests: 2, maxConcurrentRequests: 1 } },
  });
  const running = slow.called();
  const first = fetch(`${host.origin}/api/slow`);
  await running;
  const refused: Response[] = [];
  const threeRefused = deferred();
  const answers = Array.from({ length: 4 }, async () => {
    const response = await fetch(`${host.origin}/api/slow`);
    if (response.status === 429 && refused.push(response) === 3) threeRefused.resolve();
    return response;
  });
  await threeRefused.promise;
  for (const { headers } of refused)
    expect([headers.get('x-function-scaleout'), headers.get('content-length')]).toEqual(['1', '0']);
  expect(slow.calls()).toBe(1);
  const second = slow.called();
  slow.openOne();
  expect((await first).status).toBe(200);
  await second;
  slow.openOne();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 429, 429, 429]);
});

test('a function over functionTimeout is a 500, and the next call works', async () => {
  const slow = gate();
  const host = await hostOf(slow.register, { functionTimeout: '00:00:05' });
  const running = slow.called();
  const call = fetch(`${host.origin}/api/slow`);
  await running;
  host.clock.advanceBy(5000);
  expect((await call).status).toBe(500);
  expect(host.logText()).toContain('Timeout value of 00:00:05 was exceeded by function: Functions.slow');
  const again = slow.called();
  const next = fetch(`${host.origin}/api/slow`);
  await again;
  slow.openOne();
  slow.openOne();
  expect((await next).status).toBe(200);
});

test('a stopping host lets requests in flight end and takes no new ones', async () => {
  const slow = gate();
  const host = await hostOf(slow.register);
  const running = slow.called();
  const call = fetch(`${host.origin}/api/slow`);
  await running;
  const stopped = host.stop();
  expect((await rawRequest(host.port, 'GET', '/api/slow')).status).toBe(503);
  slow.openOne();
  expect(await (await call).text()).toBe('done');
  await stopped;
  await expect(fetch(`${host.origin}/api/slow`)).rejects.toThrow();
});

test('a stopping host does not wait longer than its grace', async () => {
  const slow = gate();
  const host = await hostOf(slow.register);
  const running = slow.called();
  const call = fetch(`${host.origin}/api/slow`);
  await running;
  const stopped = host.stop();
  host.clock.advanceBy(10_000);
  await stopped;
  await expect(call).rejects.toThrow();
});

test('a host can be stopped twice', async () => {
  const host = await startHost();
  await host.stop();
  await host.stop();
});

test('a port in use rejects with EADDRINUSE and names the port, before the app is loaded', async () => {
  const { port } = await startHost();
  const start = startFunctionsHost({
    app: {
      register: () => {
        throw new Error('loaded in vain');
      },
    },
    port,
    clock: new VirtualClock(),
  });
  await expect(start).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use.`),
  });
});

/** Headers of an answer to a browser of some origin. */
async function corsAnswers(cors: object) {
  const directory = await tempApp({
    'package.json': { main: 'main.js' },
    'main.js': `require('@azure/functions').app.http('f', { methods: ['PUT', 'GET'], handler: () => ({}) });`,
    'local.settings.json': { Host: cors },
  });
  const host = await startHost({ app: { directory } });
  return (method: string, origin: string, headers: string[] = []) =>
    rawRequest(host.port, method, '/api/f', [`Origin: ${origin}`, ...headers]);
}

test('a page of an allowed origin may read the answer, another may not', async () => {
  const ask = await corsAnswers({ CORS: 'http://app.test' });
  const allowed = await ask('GET', 'http://app.test');
  expect(allowed.headers['access-control-allow-origin']).toBe('http://app.test');
  expect(allowed.headers).not.toHaveProperty('vary');
  const foreign = await ask('GET', 'http://other.test');
  expect(foreign.status).toBe(200);
  expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
});

test('a preflight is answered with 204 and the asked method', async () => {
  const ask = await corsAnswers({ CORS: 'http://app.test', CORSCredentials: true });
  const asked = ['Access-Control-Request-Method: PUT', 'Access-Control-Request-Headers: x-own'];
  expect(await ask('OPTIONS', 'http://app.test', asked)).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': 'http://app.test',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'x-own',
      'access-control-allow-credentials': 'true',
    },
  });
  const foreign = await ask('OPTIONS', 'http://other.test', asked);
  expect(foreign.status).toBe(204);
  expect(foreign.headers).not.toHaveProperty('access-control-allow-methods');
});

test('any origin is allowed by a star', async () => {
  const ask = await corsAnswers({ CORS: '*' });
  expect((await ask('GET', 'http://x.test')).headers['access-control-allow-origin']).toBe('*');
});
