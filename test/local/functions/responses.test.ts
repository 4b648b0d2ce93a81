import { app, type HttpResponseInit } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { rawRequest, sendRaw } from './raw-http.ts';
import { hostOf } from './start-host.ts';

/** What one handler's return value becomes on the wire. */
async function answerOf(returned: unknown, method = 'GET') {
  const host = await hostOf(() =>
    app.http('f', { methods: ['GET', 'HEAD'], handler: () => returned as HttpResponseInit }),
  );
  const answer = await rawRequest(host.port, method, '/api/f');
  return { ...answer, logText: host.logText() };
}

const chunked = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

describe('nobody answers', () => {
  test.each(['POST', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'FOO'])(
    '%s on a GET-only function is a 404 without body and without Allow',
    async (method) => {
      const host = await hostOf(() => app.http('f', { methods: ['GET'], handler: () => ({}) }));
      const answer = await rawRequest(host.port, method, '/api/f');
      expect(answer).toMatchObject({ status: 404, body: '' });
      expect(answer.headers['content-length']).toBe(method === 'HEAD' ? undefined : '0');
      expect(answer.headers).not.toHaveProperty('allow');
    },
  );

  test.each(['/api/nope', '/nope', '/favicon.ico', '/robots.txt'])('%s is a 404', async (path) => {
    const host = await hostOf(() => app.http('f', { handler: () => ({}) }));
    expect(await rawRequest(host.port, 'GET', path)).toMatchObject({ status: 404, body: '' });
  });
});

test('HEAD works where the methods list it, without a body', async () => {
  expect(await answerOf({ body: 'x' }, 'HEAD')).toMatchObject({ status: 200, body: '' });
});

test('an answer with a body carries type, date, server and chunks, nothing else', async () => {
  const host = await hostOf(() => app.http('f', { handler: () => ({ body: 'x' }) }));
  const answer = await sendRaw(
    host.port,
    'GET /api/f HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  );
  expect(Object.keys(answer.headers).sort()).toEqual(['content-type', 'date', 'server', 'transfer-encoding']);
  expect(answer.headers.server).toBe('Kestrel');
  expect(answer.raw).toContain('Content-Type: text/plain;charset=UTF-8');
});

test.each<[what: string, returned: unknown, type: string | undefined, body: string]>([
  ['a string body', { body: 'text' }, 'text/plain;charset=UTF-8', chunked('text')],
  ['jsonBody', { jsonBody: { a: 1 } }, 'application/json', chunked('{"a":1}')],
  ['bytes', { body: new Uint8Array([65, 66]) }, undefined, chunked('AB')],
  ['a Buffer', { body: Buffer.from('AB') }, undefined, chunked('AB')],
  [
    'URLSearchParams',
    { body: new URLSearchParams({ a: '1' }) },
    'application/x-www-form-urlencoded;charset=UTF-8',
    chunked('a=1'),
  ],
  ['a Blob', { body: new Blob(['x'], { type: 'text/csv' }) }, 'text/csv', chunked('x')],
  ['an object as body', { body: { a: 1 } }, 'text/plain;charset=UTF-8', chunked('[object Object]')],
])('%s is sent with its type', async (_, returned, type, body) => {
  const answer = await answerOf(returned);
  expect(answer).toMatchObject({ status: 200, body });
  expect(answer.headers['content-type']).toBe(type);
});

test.each<[what: string, returned: unknown, status: number, type: string | undefined]>([
  ['{}', {}, 200, undefined],
  ['jsonBody null', { jsonBody: null }, 200, undefined],
  ["body ''", { body: '' }, 200, 'text/plain;charset=UTF-8'],
  ['undefined', undefined, 204, undefined],
  ['null', null, 204, undefined],
  ['status 404', { status: 404 }, 404, undefined],
  ["status '202' as text", { status: '202' }, 202, undefined],
])('%s is an answer without body', async (_, returned, status, type) => {
  const answer = await answerOf(returned);
  expect(answer).toMatchObject({ status, body: '' });
  expect(answer.headers['content-type']).toBe(type);
  expect(answer.headers['content-length']).toBe(status === 204 ? undefined : '0');
});

test.each<[what: string, returned: unknown]>([
  ['a string', 'text'],
  ['a number', 7],
  ['status 999', { status: 999 }],
])('a handler that returns %s is a 500 without body', async (_, returned) => {
  const answer = await answerOf(returned);
  expect(answer).toMatchObject({ status: 500, body: '', headers: { 'content-length': '0' } });
  expect(answer.logText).toContain('Failed');
});

test('the log says why a returned string is refused', async () => {
  expect((await answerOf('text')).logText).toContain(
    'The HTTP response must be an object with optional properties "body", "status", "headers", and "cookies".',
  );
});

test('a handler that throws is a 500 without body, and only the log has the message', async () => {
  const host = await hostOf(() => {
    app.http('throws', {
      handler: () => {
        throw new Error('secret of throws');
      },
    });
    app.http('rejects', { handler: () => Promise.reject(new Error('secret of rejects')) });
  });
  for (const name of ['throws', 'rejects']) {
    const answer = await rawRequest(host.port, 'GET', `/api/${name}`);
    expect(answer).toMatchObject({ status: 500, body: '', headers: { 'content-length': '0' } });
    expect(host.logText()).toContain(`secret of ${name}`);
  }
});

test('headers of the app go out, Set-Cookie too', async () => {
  const { headers } = await answerOf({
    headers: { 'X-Own': 'a', 'Set-Cookie': 'raw=1', Location: '/elsewhere' },
    status: 302,
  });
  expect(headers).toMatchObject({ 'x-own': 'a', 'set-cookie': 'raw=1', location: '/elsewhere' });
});

test('the app may replace Server and Date', async () => {
  const { headers, raw } = await answerOf({
    headers: { Server: 'mine', Date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
  });
  expect(headers).toMatchObject({ server: 'mine', date: 'Thu, 01 Jan 2026 00:00:00 GMT' });
  expect(raw).not.toContain('Kestrel');
});

test('a Content-Length of the app that a body goes beyond is a 500', async () => {
  const answer = await answerOf({ body: 'abcdef', headers: { 'Content-Length': '3' } });
  expect(answer).toMatchObject({ status: 500, body: '' });
});

test('a Content-Length of the app that a body falls short of cuts the connection', async () => {
  expect((await answerOf({ body: 'abc', headers: { 'Content-Length': '10' } })).body).toBe('abc');
});

test('HTTP/1.0 is answered without chunks', async () => {
  const host = await hostOf(() => app.http('f', { handler: () => ({ body: 'text' }) }));
  const answer = await sendRaw(host.port, 'GET /api/f HTTP/1.0\r\nHost: a\r\n\r\n');
  expect(answer).toMatchObject({ status: 200, body: 'text' });
  expect(answer.headers).not.toHaveProperty('transfer-encoding');
});

test('custom headers of host.json go on every answer', async () => {
  const host = await hostOf(() => app.http('f', { handler: () => ({}) }), {
    extensions: { http: { customHeaders: { 'X-Frame-Options': 'DENY' } } },
  });
  for (const path of ['/api/f', '/nope', '/', '/admin/host/status'])
    expect((await rawRequest(host.port, 'GET', path)).headers['x-frame-options']).toBe('DENY');
});

describe('cookies', () => {
  const epoch = new Date(0);
  test.each([
    [{ name: 'a', value: '1 2' }, 'a=1%202; path=/'],
    [
      {
        name: 'b',
        value: "it's",
        expires: new Date('2026-01-01T00:00:00Z'),
        maxAge: 60,
        domain: 'x.test',
        path: '/p',
        secure: true,
        sameSite: 'Lax' as const,
        httpOnly: true,
      },
      'b=it%27s; expires=Thu, 01 Jan 2026 00:00:00 GMT; max-age=60; domain=x.test; path=/p; secure; samesite=lax; httponly',
    ],
    [{ name: 'c', value: '1', sameSite: 'None' as const }, 'c=1; path=/; samesite=none'],
    [{ name: 'd', value: '1', expires: epoch }, 'd=1; path=/'],
  ])('%o', async (cookie, expected) => {
    expect((await answerOf({ cookies: [cookie] })).headers['set-cookie']).toBe(expected);
  });
});

test('without HTTP streaming a generated body comes in one piece', async () => {
  async function* pieces() {
    yield 'a';
    yield 'b';
  }
  const host = await hostOf(() => app.http('f', { handler: () => ({ body: pieces() as never }) }));
  expect((await rawRequest(host.port, 'GET', '/api/f')).body).toBe(chunked('ab'));
});

test('a large body arrives whole', async () => {
  const size = 20_000_000;
  const host = await hostOf(() => app.http('f', { handler: () => ({ body: Buffer.alloc(size, 'x') }) }));
  expect((await (await fetch(`${host.origin}/api/f`)).arrayBuffer()).byteLength).toBe(size);
});

test('of several Set-Cookie headers the last is sent, as on Azure, and the log says so; of cookies all are', async () => {
  const headers = new Headers();
  for (const cookie of ['a=1', 'b=2']) headers.append('Set-Cookie', cookie);
  const byHeader = await answerOf({ headers });
  expect(byHeader.headers['set-cookie']).toBe('b=2');
  expect(byHeader.logText).toContain('2 Set-Cookie headers, of which only the last is sent');
  const byProperty = await answerOf({ cookies: ['a', 'b'].map((name) => ({ name, value: '1' })) });
  expect(byProperty.logText).not.toContain('Set-Cookie');
});
