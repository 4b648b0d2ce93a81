import type { Caller } from '../../caller.ts';
import { area, type Play } from '../../scenario.ts';
import type { WireRequest } from '../../wire.ts';

function of(...names: string[]): Play {
  return async (call) => {
    for (const name of names) call.see(name, await call.wire('GET', `/api/answer/${name}`));
  };
}

async function seenBy(call: Caller, path: string, request?: WireRequest, method = 'POST'): Promise<unknown> {
  const answer = await call.wire(method, `/api/echo/${path}`, request);
  if (typeof answer === 'string' || answer.body === '') return answer;
  return (JSON.parse(answer.body) as { seen: unknown }).seen;
}

export const hostStreaming = area(
  'hostStreaming',
  {
    text: ['bodies of text', of('text', 'unicode', 'emptyText')],
    bytes: ['bodies of bytes', of('bytes', 'noBytes', 'blob', 'params')],
    generator: ['a body that is produced', of('generator', 'stream')],
    broken: ['a body that fails while it is produced', of('brokenGenerator')],
    json: ['bodies of JSON', of('json', 'jsonNull')],
    empty: ['nothing or next to nothing', of('empty', 'undefined', 'null', 'typeOnly')],
    throws: ['a handler that fails', of('throws', 'rejects', 'returnsText', 'returnsNumber')],
    statuses: ['statuses', of('created', 'noContent', 'notModified', 'status999', 'status99', 'statusText')],
    headers: ['headers', of('headers', 'headerPairs', 'knownHeaders')],
    own: [
      'the app replaces what the host sets',
      of('ownServer', 'ownDate', 'ownLength', 'shortLength', 'ownConnection'),
    ],
    cookies: ['cookies', of('cookie', 'cookies', 'cookieFull', 'cookieAndHeader')],
    classes: ['instances of response classes', of('responseClass', 'fetchResponse')],
    chunked: [
      'chunked bodies reach the function',
      async (call) => {
        const headers = ['Transfer-Encoding: chunked', 'Content-Type: text/plain'];
        call.see('two', await seenBy(call, 'text', { headers, body: '1\r\na\r\n2\r\nbc\r\n0\r\n\r\n' }));
        call.see('empty', await seenBy(call, 'text', { headers, body: '0\r\n\r\n' }));
      },
    ],
    bodies: [
      'bodies with a length',
      async (call) => {
        call.see('text', await seenBy(call, 'text', { headers: ['Content-Type: text/plain'], body: 'é €' }));
        call.see('none', await seenBy(call, 'text'));
        call.see('on GET', await seenBy(call, 'text', { body: 'abc' }, 'GET'));
        call.see('million', await seenBy(call, 'size', { body: 'x'.repeat(1_000_000) }));
        call.see('JSON', await seenBy(call, 'json', { body: '{"a":1}' }));
        call.see('bad JSON', await seenBy(call, 'json', { body: '{' }));
      },
    ],
    query: [
      'query keys and route values',
      async (call) => {
        for (const path of [
          'query?a=1&b=x&a=2',
          'query?A=1&a=2',
          'query?a=',
          'query?a',
          'params/1?id=2',
          'params/1/2?a=x&a=y',
          'url?a=%20+x',
        ]) {
          call.see(path, await seenBy(call, path, {}, 'GET'));
        }
      },
    ],
    requestHeaders: [
      'headers of the request',
      async (call) => {
        call.see(
          'own',
          await seenBy(
            call,
            'headers',
            { headers: ['X-Own: a', 'x-own: b', 'Cookie: a=1', 'Cookie: b=2'] },
            'GET',
          ),
        );
        call.see('host', await seenBy(call, 'url', { headers: ['Host: example.test'] }, 'GET'));
        call.see(
          'forwarded',
          await seenBy(
            call,
            'url',
            { headers: ['Host: here.test', 'X-Forwarded-Host: other.test', 'X-Forwarded-Proto: https'] },
            'GET',
          ),
        );
      },
    ],
    context: [
      'the context of an invocation',
      async (call) => call.see('context', await seenBy(call, 'context', {}, 'GET')),
    ],
    head: [
      'HEAD',
      async (call) => {
        for (const name of ['text', 'empty', 'json'])
          call.see(name, await call.wire('HEAD', `/api/answer/${name}`));
      },
    ],
    missing: [
      'paths that lead to nothing',
      async (call) => {
        call.see('unknown', await call.wire('GET', '/api/nope'));
        call.see('wrong method', await call.wire('POST', '/api/answer/text'));
      },
    ],
    old: [
      'HTTP/1.0',
      async (call) => call.see('text', await call.wire('GET', '/api/answer/text', { version: 'HTTP/1.0' })),
    ],
    tooLarge: [
      'a body over the limit',
      async (call) => {
        const { host } = new URL(call.origin);
        call.see(
          'answer',
          await call.bytes(
            `POST /api/echo/text HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 104857601\r\n\r\n`,
          ),
        );
      },
    ],
  },
  'httpStreaming',
);
