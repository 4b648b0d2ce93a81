/** Traps that callers step into: clients of the hub, and those who send requests to functions. */
import { connect } from 'node:net';
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';
import { type BenchTrap, startTestHost, type TestHost } from '../../../local/testing/index.ts';

/** Sends bytes as they are and waits for the first of the answer. */
function sendRaw(origin: string, text: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(String(data));
    });
    socket.on('error', reject);
  });
}

const hub = '/runtime/webhooks/durabletask';

describe('a strict bench, of clients,', () => {
  const waits = () =>
    df.app.orchestration('waits', function* (context) {
      yield context.df.waitForExternalEvent('answer');
    });

  const rows: { title: string; trap: BenchTrap; call: (host: TestHost) => Promise<unknown> }[] = [
    {
      title: 'two starts of one id at the same moment',
      trap: 'racingStarts',
      call: (host) =>
        Promise.allSettled([1, 2].map((input) => host.client.start('waits', { instanceId: 'b', input }))),
    },
    {
      title: 'an event without data',
      trap: 'eventWithoutData',
      call: (host) =>
        fetch(`${host.origin}${hub}/instances/a/raiseEvent/answer`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        }),
    },
    {
      title: 'a termination whose reason is a number',
      trap: 'numericReason',
      call: (host) => host.client.terminate('a', '5'),
    },
    {
      title: 'a start without a Content-Length',
      trap: 'noContentLength',
      call: (host) => sendRaw(host.origin, `POST ${hub}/orchestrators/waits HTTP/1.1\r\nHost: here\r\n\r\n`),
    },
    {
      title: 'a version that the host does not run',
      trap: 'versionRejected',
      call: (host) => host.client.start('waits', { instanceId: 'v', version: '2.0' }),
    },
  ];

  test.each(rows)('fails on $title', async ({ trap, call }) => {
    const host = await startTestHost({ app: { register: waits }, settings: { defaultVersion: '1.0' } });
    try {
      await host.client.start('waits', { instanceId: 'a' });
      await host.idle();
      await call(host);
      await expect(host.idle()).rejects.toMatchObject({ trap });
    } finally {
      await host.abandon();
    }
  });

  test('minds no start after one that has been answered', async () => {
    await using host = await startTestHost({ app: { register: waits } });
    await host.client.start('waits', { instanceId: 'a' });
    await expect(host.client.start('waits', { instanceId: 'a' })).rejects.toThrow('already exists');
    await host.idle();
  });
});

describe('a strict bench, of functions,', () => {
  const get = (path: string, init?: RequestInit) => (host: TestHost) =>
    fetch(`${host.origin}/api/${path}`, init);
  const hello = () => app.http('hello', { methods: ['GET', 'POST'], handler: () => ({ body: 'hello' }) });

  const rows: {
    title: string;
    trap: BenchTrap;
    register: () => void;
    call?: (host: TestHost) => Promise<unknown>;
    says: RegExp;
  }[] = [
    {
      title: 'a handler that throws',
      trap: 'handlerFailed',
      register: () => app.http('hello', { handler: () => Promise.reject(new Error('broken')) }),
      call: get('hello'),
      says: /500 with an empty body.*answer errors in the handler.*broken/s,
    },
    {
      title: 'a handler that returns a text',
      trap: 'handlerFailed',
      register: () => app.http('hello', { handler: (() => 'a text') as never }),
      call: get('hello'),
      says: /500 with an empty body/,
    },
    {
      title: 'several cookies by headers',
      trap: 'cookieLost',
      register: () =>
        app.http('hello', {
          handler: () => {
            const headers = new Headers();
            for (const cookie of ['a=1', 'b=2']) headers.append('Set-Cookie', cookie);
            return { headers };
          },
        }),
      call: get('hello'),
      says: /2 Set-Cookie headers, of which only the last.*"cookies"/,
    },
    {
      title: 'a chunked body',
      trap: 'chunkedBody',
      register: hello,
      call: (host) =>
        sendRaw(
          host.origin,
          'POST /api/hello HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
        ),
      says: /sees an empty body.*Send a Content-Length/,
    },
    {
      title: 'a body over 100 MB',
      trap: 'bodyTooBig',
      register: hello,
      call: (host) =>
        sendRaw(host.origin, 'POST /api/hello HTTP/1.1\r\nHost: here\r\nContent-Length: 200000000\r\n\r\n'),
      says: /takes at most 104857600 bytes/,
    },
    {
      title: 'a method that the function does not list',
      trap: 'wrongMethod',
      register: hello,
      call: get('hello', { method: 'HEAD' }),
      says: /HEAD \/api\/hello gets 404.*takes GET, POST only/,
    },
    {
      title: 'a query key that comes twice',
      trap: 'repeatedQuery',
      register: hello,
      call: get('hello?site=a&site=b'),
      says: /'site' more than once.*joined by commas/,
    },
    {
      title: 'a route that begins with admin',
      trap: 'routeRefused',
      register: () => app.http('hello', { route: 'admin/hello', handler: () => ({}) }),
      says: /conflicts with one or more built in routes/,
    },
    {
      title: 'routes that overlap',
      trap: 'routeShadowed',
      register: () => {
        app.http('a', { route: 'sites/{name}', handler: () => ({}) });
        app.http('b', { route: 'sites/all', handler: () => ({}) });
      },
      says: /'sites\/all' of 'b' overlaps with 'sites\/\{name\}' of 'a'/,
    },
  ];

  test.each(rows)('fails on $title', async ({ trap, register, call, says }) => {
    const host = await startTestHost({ app: { register } });
    try {
      await call?.(host);
      await expect(host.idle()).rejects.toMatchObject({ trap, message: expect.stringMatching(says) });
    } finally {
      await host.abandon();
    }
  });

  test('minds no overlap where the more particular route comes first, nor other methods', async () => {
    await using host = await startTestHost({
      app: {
        register: () => {
          app.http('a', { route: 'sites/all', handler: () => ({}) });
          app.http('b', { route: 'sites/{name}', methods: ['GET'], handler: () => ({}) });
          app.http('c', { route: 'sites/{name}', methods: ['POST'], handler: () => ({}) });
        },
      },
    });
    await host.idle();
  });
});
