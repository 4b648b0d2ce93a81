import { app, type HttpRequest } from '@azure/functions';
import { expect, test } from 'vitest';
import { rawRequest, sendRaw } from './raw-http.ts';
import { hostOf } from './start-host.ts';

/** A host with one function that answers with what `read` makes of the request. */
function reader(read: (request: HttpRequest) => unknown, hostJson?: Record<string, unknown>) {
  return hostOf(
    () =>
      app.http('f', {
        methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        handler: async (request) => ({ jsonBody: (await read(request)) ?? null }),
      }),
    hostJson,
  );
}

const bodyOf = (raw: string): unknown =>
  JSON.parse(raw.split('\r\n').find((line) => /^[[{"]/.test(line)) ?? 'null');

test('the URL is made of the Host header, X-Forwarded headers are ignored', async () => {
  const host = await reader((request) => ({ url: request.url, user: request.user }));
  const { body } = await rawRequest(host.port, 'GET', '/api/f?q=1', [
    'X-Forwarded-Host: other',
    'X-Forwarded-Proto: https',
  ]);
  expect(bodyOf(body)).toEqual({ url: `http://127.0.0.1:${host.port}/api/f?q=1`, user: null });
});

test('a repeated query key is one entry, joined by a comma', async () => {
  const host = await reader((request) => [...request.query]);
  expect(await (await fetch(`${host.origin}/api/f?a=1&b=x%20y&a=2`)).json()).toEqual([
    ['a', '1,2'],
    ['b', 'x y'],
  ]);
});

test('a query key that is repeated in another case is joined too, and the log tells of each once', async () => {
  const host = await reader((request) => [...request.query]);
  for (const _ of [1, 2])
    expect(await (await fetch(`${host.origin}/api/f?a=1&A=2&b=3&b=4&b=5&c=6`)).json()).toEqual([
      ['A', '1,2'],
      ['b', '3,4,5'],
      ['c', '6'],
    ]);
  const told = host.log.filter(({ trap }) => trap === 'repeatedQuery');
  expect(told.map(({ message }) => /'(\w)'/.exec(message)?.[1])).toEqual(['A', 'b']);
});

test('without a query there are no entries', async () => {
  const host = await reader((request) => [...request.query]);
  expect(await (await fetch(`${host.origin}/api/f?`)).json()).toEqual([]);
});

test('a broken escape in the query passes', async () => {
  const host = await reader((request) => request.query.get('x'));
  expect(await (await fetch(`${host.origin}/api/f?x=%zz`)).json()).toBe('%zz');
});

test('a repeated header is joined without a blank', async () => {
  const host = await reader((request) => ({ own: request.headers.get('x-own') }));
  const { body } = await rawRequest(host.port, 'GET', '/api/f', ['X-Own: 1', 'x-own: 2']);
  expect(bodyOf(body)).toEqual({ own: '1,2' });
});

test('a body arrives byte for byte', async () => {
  const host = await reader(async (request) => [...new Uint8Array(await request.arrayBuffer())]);
  const response = await fetch(`${host.origin}/api/f`, {
    method: 'POST',
    body: new Uint8Array([0, 255, 10, 13]),
  });
  expect(await response.json()).toEqual([0, 255, 10, 13]);
});

test('JSON is the business of the function: a bad one is its own error', async () => {
  const host = await reader((request) => request.json());
  const post = (body: string) => fetch(`${host.origin}/api/f`, { method: 'POST', body });
  expect((await post('{"a":1}')).status).toBe(200);
  expect((await post('{')).status).toBe(500);
  expect((await post('')).status).toBe(500);
});

test('a body on GET is dropped with a line in the log', async () => {
  const host = await reader((request) => request.text());
  const { status } = await sendRaw(
    host.port,
    'GET /api/f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc',
  );
  expect(status).toBe(200);
  expect(host.logText()).toContain('Discarding the body of the incoming GET request');
});

const chunkedPost =
  'POST /api/f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';

test('a chunked body arrives empty, and the log says why', async () => {
  const host = await reader(async (request) => ({ text: await request.text() }));
  expect(bodyOf((await sendRaw(host.port, chunkedPost)).body)).toEqual({ text: '' });
  expect(host.logText()).toContain('the body came chunked, without a Content-Length');
});

test('host.json can switch chunked bodies on', async () => {
  const host = await reader(async (request) => ({ text: await request.text() }), {
    extensions: { http: { enableChunkedRequestBinding: true } },
  });
  expect(bodyOf((await sendRaw(host.port, chunkedPost)).body)).toEqual({ text: 'abc' });
});

test('a body over 104857600 bytes is a 500 before the function, and the connection ends', async () => {
  const host = await reader(() => ({ reached: true }));
  const answer = await sendRaw(
    host.port,
    'POST /api/f HTTP/1.1\r\nHost: a\r\nContent-Length: 104857601\r\n\r\n',
  );
  expect(answer).toMatchObject({ status: 500, headers: { connection: 'close', 'content-length': '0' } });
});

test('a body of exactly 104857600 bytes is taken', async () => {
  const host = await reader(async (request) => (await request.arrayBuffer()).byteLength);
  const response = await fetch(`${host.origin}/api/f`, { method: 'POST', body: Buffer.alloc(104_857_600) });
  expect(await response.json()).toBe(104_857_600);
});

test('headers over 32 KB are a 431', async () => {
  const host = await reader(() => ({}));
  expect((await rawRequest(host.port, 'GET', '/api/f', [`X-Big: ${'x'.repeat(33_000)}`])).status).toBe(431);
});

test.each([
  ['a bad Host', 'GET /api/f HTTP/1.1\r\nHost: a b\r\n\r\n'],
  ['no Host', 'GET /api/f HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['a bad request line', 'GET\r\n\r\n'],
])('%s is a 400 and the connection ends', async (_, text) => {
  const host = await reader(() => ({}));
  expect(await sendRaw(host.port, text)).toMatchObject({ status: 400, headers: { connection: 'close' } });
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

test('an HTTP function has no trigger metadata', async () => {
  let seen: unknown = 'not called';
  const host = await hostOf(() =>
    app.http('f', {
      handler: (_, context) => {
        seen = context.triggerMetadata;
        return {};
      },
    }),
  );
  await fetch(`${host.origin}/api/f`);
  expect(seen).toBeUndefined();
});

test('a client that goes away while sending leaves the host alive', async () => {
  const host = await reader(async (request) => request.text());
  const controller = new AbortController();
  const stream = new ReadableStream({ start: (source) => source.enqueue(Buffer.from('a')) });
  const call = fetch(`${host.origin}/api/f`, {
    method: 'POST',
    body: stream,
    duplex: 'half',
    signal: controller.signal,
    headers: { 'content-length': '100' },
  } as RequestInit);
  controller.abort();
  await expect(call).rejects.toThrow();
  expect((await fetch(`${host.origin}/api/f`, { method: 'POST', body: 'x' })).status).toBe(200);
});
