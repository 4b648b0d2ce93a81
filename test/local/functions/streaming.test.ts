import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Server as HttpServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { app } from '@azure/functions';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { deferred } from './deferred.ts';
import { rawRequest, sendRaw } from './raw-http.ts';
import { hostOf } from './start-host.ts';

// The library's switch holds for the process and locks at the first start, so streaming has a file of its own.
import '../../../local/functions/index.ts';

beforeAll(() => app.setup({ enableHttpStream: true }));

test('the body is sent as it is produced', async () => {
  const proceed = deferred();
  async function* pieces() {
    yield 'first';
    await proceed.promise;
    yield 'second';
  }
  const host = await hostOf(() => app.http('f', { handler: () => ({ body: pieces() as never }) }));
  const response = await fetch(`${host.origin}/api/f`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe('first');
  proceed.resolve();
  expect((await reader?.read())?.value).toBe('second');
  expect((await reader?.read())?.done).toBe(true);
});

test('nothing listens for other machines', async () => {
  const servers: Server[] = [];
  const note = (message: unknown): void => void servers.push((message as { server: Server }).server);
  subscribe('tracing:net.server.listen:asyncStart', note);
  onTestFinished(() => void unsubscribe('tracing:net.server.listen:asyncStart', note));
  const host = await hostOf(() => app.http('f', { handler: () => ({ body: 'answered' }) }));
  expect(await (await fetch(`${host.origin}/api/f`)).text()).toBe('answered');
  const addresses = servers.map((server) => (server.address() as AddressInfo).address);
  expect(addresses.length).toBeGreaterThan(1);
  expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
});

test('the answer carries the invocation id, status and headers', async () => {
  let invocationId = '';
  const host = await hostOf(() =>
    app.http('f', {
      handler: (_, context) => {
        invocationId = context.invocationId;
        return { status: 202, headers: { 'x-own': '1' }, jsonBody: { a: 1 } };
      },
    }),
  );
  const { status, headers } = await rawRequest(host.port, 'GET', '/api/f');
  expect(status).toBe(202);
  expect(headers).toMatchObject({
    'x-ms-invocation-id': invocationId,
    'x-own': '1',
    'content-type': 'application/json',
    server: 'Kestrel',
  });
});

test('the trace context of the caller reaches the function', async () => {
  let seen: unknown;
  const host = await hostOf(() =>
    app.http('f', {
      handler: (_, context) => {
        seen = context.traceContext?.traceParent;
        return {};
      },
    }),
  );
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await fetch(`${host.origin}/api/f`, { headers: { traceparent } });
  expect(seen).toBe(traceparent);
});

test('a chunked request body reaches the function piece by piece, which is no trap', async () => {
  const gotFirst = deferred();
  const host = await hostOf(() =>
    app.http('f', {
      methods: ['POST'],
      handler: async (request) => {
        const pieces: string[] = [];
        for await (const piece of request.body ?? []) {
          pieces.push(Buffer.from(piece as Uint8Array).toString());
          gotFirst.resolve();
        }
        return { jsonBody: { pieces, length: request.headers.get('content-length') } };
      },
    }),
  );
  const socket = connect(host.port, '127.0.0.1');
  const answer = text(socket);
  socket.write('POST /api/f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n');
  socket.write('3\r\nabc\r\n');
  await gotFirst.promise;
  socket.write('2\r\nde\r\n0\r\n\r\n');
  expect(await answer).toContain('{"pieces":["abc","de"],"length":null}');
  expect(host.log.filter(({ trap }) => trap)).toEqual([]);
});

test('repeated query keys stay apart, and params hold the last of each too', async () => {
  const host = await hostOf(() =>
    app.http('f', {
      route: 'f/{id}',
      handler: (request) => ({
        jsonBody: { query: [...request.query], params: request.params, url: request.url },
      }),
    }),
  );
  expect(await (await fetch(`${host.origin}/api/f/7?a=1&a=2`)).json()).toEqual({
    query: [
      ['a', '1'],
      ['a', '2'],
    ],
    params: { id: '7', a: '2' },
    url: `${host.origin}/api/f/7?a=1&a=2`,
  });
  expect(host.log.filter(({ trap }) => trap)).toEqual([]);
});

test('keys of the query that differ in case stay apart, values are decoded once', async () => {
  const host = await hostOf(() =>
    app.http('f', { handler: (request) => ({ jsonBody: [...request.query] }) }),
  );
  expect(await (await fetch(`${host.origin}/api/f?a=x%2By&A=%252F&b=+&c`)).json()).toEqual([
    ['a', 'x+y'],
    ['A', '%2F'],
    ['b', ' '],
    ['c', ''],
  ]);
});

test('a cookie gets no path', async () => {
  const host = await hostOf(() =>
    app.http('f', { handler: () => ({ cookies: [{ name: 'a', value: '1 2' }] }) }),
  );
  expect((await rawRequest(host.port, 'GET', '/api/f')).headers['set-cookie']).toBe('a=1%202');
});

test('a handler that returns nothing, or throws, is a 500 without body', async () => {
  const host = await hostOf(() => {
    app.http('nothing', { handler: () => undefined as never });
    app.http('throws', { handler: () => Promise.reject(new Error('boom')) });
  });
  for (const name of ['nothing', 'throws'])
    expect(await rawRequest(host.port, 'GET', `/api/${name}`)).toMatchObject({ status: 500, body: '' });
});

test('an error amid the body cuts the connection after the 200', async () => {
  async function* broken() {
    yield 'first';
    throw new Error('boom');
  }
  const host = await hostOf(() => app.http('f', { handler: () => ({ body: broken() as never }) }));
  const answer = await rawRequest(host.port, 'GET', '/api/f');
  expect(answer.status).toBe(200);
  expect(answer.body).not.toMatch(/0\r\n\r\n$/);
});

test('a body over the limit is a 500 here too', async () => {
  const host = await hostOf(() => app.http('f', { methods: ['POST'], handler: () => ({}) }));
  const answer = await sendRaw(
    host.port,
    'POST /api/f HTTP/1.1\r\nHost: a\r\nContent-Length: 104857601\r\n\r\n',
  );
  expect(answer.status).toBe(500);
});

test('a handler that returns nothing is a 500, and the log says why', async () => {
  const host = await hostOf(() => app.http('f', { handler: (() => undefined) as never }));
  expect((await rawRequest(host.port, 'GET', '/api/f')).status).toBe(500);
  expect(host.logText()).toContain("'f' returned nothing, and HTTP streaming is on");
});

/** The HTTP servers that begin to listen from now on: the host's own and the library's. */
function serversFromNow(): HttpServer[] {
  const servers: HttpServer[] = [];
  const note = (message: unknown): void => {
    const { server } = message as { server: unknown };
    if (server instanceof HttpServer) servers.push(server);
  };
  subscribe('tracing:net.server.listen:asyncStart', note);
  onTestFinished(() => void unsubscribe('tracing:net.server.listen:asyncStart', note));
  return servers;
}

/** A host with its own server and the library's. */
async function hostWithServers(register: () => void, hostJson?: Record<string, unknown>) {
  const servers = serversFromNow();
  const host = await hostOf(register, hostJson);
  const isHosts = (server: HttpServer): boolean => (server.address() as AddressInfo).port === host.port;
  const own = servers.find(isHosts) as HttpServer;
  const ofLibrary = servers.find((server) => !isHosts(server)) as HttpServer;
  return { host, own, ofLibrary };
}

test('the library keeps idle connections, which the next request may be about to use', async () => {
  const { ofLibrary } = await hostWithServers(() => app.http('f', { handler: () => ({ body: 'answered' }) }));
  expect(ofLibrary.keepAliveTimeout).toBe(0);
});

test('a request whose connection to the library breaks is a 500 instead of a wait without end', async () => {
  const { host, own, ofLibrary } = await hostWithServers(() =>
    app.http('f', { handler: () => ({ body: 'answered' }) }),
  );
  const asked = () => fetch(`${host.origin}/api/f`);
  expect(await (await asked()).text()).toBe('answered');
  own.prependOnceListener('request', () => ofLibrary.closeIdleConnections());
  expect((await asked()).status).toBe(500);
  expect(host.logText()).toContain("The connection to the library broke before 'f' answered");
  expect(await (await asked()).text()).toBe('answered');
});

test('a caller who leaves before the function is called takes no place from the next one', async () => {
  const { host, own } = await hostWithServers(
    () => app.http('f', { methods: ['GET', 'POST'], handler: () => ({ body: 'answered' }) }),
    { extensions: { http: { maxConcurrentRequests: 1 } } },
  );
  const socket = connect(host.port, '127.0.0.1');
  socket.write('POST /api/f HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n');
  const [request] = (await once(own, 'request')) as [IncomingMessage];
  socket.destroy();
  await new Promise((resolve) => request.on('close', resolve));
  expect((await rawRequest(host.port, 'GET', '/api/f')).status).toBe(200);
});

test('a body that the function does not read keeps no later request of the connection waiting', async () => {
  const host = await hostOf(() =>
    app.http('f', { methods: ['GET', 'POST'], handler: ({ method }) => ({ body: method }) }),
  );
  const length = 20_000_000;
  const answer = await sendRaw(
    host.port,
    Buffer.concat([
      Buffer.from(`POST /api/f HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`),
      Buffer.alloc(length, 'x'),
      Buffer.from('GET /api/f HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    ]),
  );
  expect(answer.raw.match(/^HTTP\/1.1 200 OK/gm)).toHaveLength(2);
});
