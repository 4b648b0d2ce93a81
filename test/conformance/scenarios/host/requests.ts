import type { Caller } from '../../caller.ts';
import { area, type Play } from '../../scenario.ts';
import type { WireRequest } from '../../wire.ts';

/** What a function of the echoes sees of a request. */
async function seenBy(
  call: Caller,
  echo: string,
  query = '',
  request: WireRequest = {},
  method = 'GET',
): Promise<unknown> {
  const answer = await call.wire(method, `/api/echo/${echo}${query}`, request);
  if (typeof answer === 'string' || answer.body === '') return answer;
  return (JSON.parse(answer.body) as { seen: unknown }).seen;
}

function queries(...list: string[]): Play {
  return async (call) => {
    for (const query of list) call.see(query, await seenBy(call, 'query', query));
  };
}

function headers(...lists: string[][]): Play {
  return async (call) => {
    for (const list of lists)
      call.see(list.join(' | '), await seenBy(call, 'headers', '', { headers: list }));
  };
}

function posts(echo: string, bodies: Record<string, WireRequest>): Play {
  return async (call) => {
    for (const [name, request] of Object.entries(bodies))
      call.see(name, await seenBy(call, echo, '', request, 'POST'));
  };
}

const typed = (type: string, body: string): WireRequest => ({ headers: [`Content-Type: ${type}`], body });
const multipart = [
  '--b',
  'Content-Disposition: form-data; name="a"',
  '',
  '1',
  '--b',
  'Content-Disposition: form-data; name="f"; filename="f.txt"',
  'Content-Type: text/plain',
  '',
  'file',
  '--b--',
  '',
].join('\r\n');

export const hostRequests = area(
  'hostRequests',
  {
    query: [
      'query keys and values',
      queries('?a=1', '?a=1&b=x%20y', '?a=x+y', '?a=', '?a', '?=1', '?', '?&&a=1&', '?a=b=c'),
    ],
    queryRepeated: [
      'repeated query keys',
      queries('?a=1&b=x&a=2', '?a=1&A=2', '?a=&a=', '?a=1,2&a=3', '?a&a=1'),
    ],
    queryEscapes: [
      'escapes in the query',
      queries('?x=%zz', '?x=%C3%A9', '?x=%E9', '?x=%2B%26%3D', '?%61=1', '?x=%00', '?a%5B%5D=1', '?x=a%20+b'),
    ],
    queryMarks: [
      'marks in the query',
      queries('?a=1;b=2', '?a=?', "?a='", '?a=1#b', '?a=/x', '?a={b}', '?a=|', '?a:b=1', '?code=x'),
    ],
    url: [
      'the URL',
      async (call) => {
        for (const path of ['', '?', '?a=1', '?a=%20+x', '/', '/?a'])
          call.see(path, await seenBy(call, `url${path}`));
      },
    ],
    urlCase: [
      'the URL keeps the path as it was sent',
      async (call) => {
        const ask = async (path: string) =>
          call.see(path, ((await call.wire('GET', path)) as { body: string }).body);
        await ask('/API/Echo/URL');
        await ask('/api/echo/%75rl');
      },
    ],
    urlHost: [
      'the URL is made of the Host header',
      async (call) => {
        for (const host of [
          'example.test',
          'Example.TEST:8080',
          'example.test:80',
          'localhost',
          '[::1]:7071',
          '10.0.0.1',
        ]) {
          call.see(host, await seenBy(call, 'url', '', { headers: [`Host: ${host}`] }));
        }
      },
    ],
    forwarded: [
      'forwarded headers change nothing',
      async (call) =>
        call.see(
          'url',
          await seenBy(call, 'url', '', {
            headers: [
              'Host: here.test',
              'X-Forwarded-Host: other.test',
              'X-Forwarded-Proto: https',
              'X-Original-URL: /x',
              'Forwarded: host=y;proto=https',
              'X-Forwarded-For: 1.2.3.4',
            ],
          }),
        ),
    ],
    headers: [
      'headers',
      headers(
        ['X-Own: a'],
        ['X-OWN: A b'],
        ['X-Own:no-blank'],
        ['X-Own:   wide   '],
        ['X-Empty:'],
        ['X-Own: a,b'],
        ['X-Own: "q, q"'],
      ),
    ],
    headersRepeated: [
      'repeated headers',
      headers(
        ['X-Own: 1', 'x-own: 2'],
        ['X-Own: 1, 2', 'X-Own: 3'],
        ['X-Own: 1', 'X-Own:'],
        ['Cookie: a=1', 'Cookie: b=2'],
        ['Accept: a/b', 'Accept: c/d'],
      ),
    ],
    headersHost: [
      'headers of the transport',
      headers(['Accept: */*', 'Authorization: Bearer x', 'Cookie: a=1; b=2']),
    ],
    headersBytes: [
      'headers beyond ASCII',
      headers(['X-Own: \u00e9'], ['X-Own: \u00c3\u00a9'], ['X-Own: a\tb']),
    ],
    forwardedHeaders: [
      'forwarded headers as the function sees them',
      headers([
        'X-Forwarded-For: 1.2.3.4',
        'X-Forwarded-Proto: https',
        'X-Forwarded-Host: other.test',
        'X-Original-Host: o.test',
      ]),
    ],
    hostHeaders: [
      'headers that belong to Azure',
      headers(
        ['X-MS-CLIENT-PRINCIPAL-NAME: me'],
        ['x-functions-key: abc'],
        ['X-ARR-LOG-ID: 1'],
        ['x-ms-request-id: abc'],
        ['X-MS-INVOCATION-ID: abc'],
      ),
    ],
    text: [
      'bodies of text',
      posts('text', {
        plain: typed('text/plain', 'some text'),
        unicode: typed('text/plain; charset=utf-8', 'é € 😀'),
        none: {},
        untyped: { body: 'abc' },
        html: typed('text/html', '<p>'),
        xml: typed('application/xml', '<a/>'),
      }),
    ],
    textEmpty: [
      'an empty body',
      posts('text', {
        'length of 0': { headers: ['Content-Length: 0'] },
        'with a type': { headers: ['Content-Length: 0', 'Content-Type: text/plain'] },
      }),
    ],
    json: [
      'bodies of JSON',
      posts('json', {
        object: typed('application/json', '{"a":1}'),
        number: typed('application/json', '5'),
        text: typed('application/json', '"x"'),
        null: typed('application/json', 'null'),
        spaces: typed('application/json', ' [1] \n'),
        'other type': typed('text/plain', '{"a":1}'),
        untyped: { body: '[1]' },
      }),
    ],
    jsonBad: [
      "bad JSON is the function's own error",
      posts('json', {
        brace: typed('application/json', '{'),
        empty: typed('application/json', ''),
        mark: typed('application/json', '\ufeff{"a":1}'),
        word: typed('application/json', 'hello'),
      }),
    ],
    jsonText: [
      'the host leaves JSON as it is',
      posts('text', {
        spaces: typed('application/json', ' {"a" : 1.50} '),
        bad: typed('application/json', '{'),
        'with charset': typed('application/json; charset=utf-16', '{}'),
      }),
    ],
    form: [
      'forms',
      posts('form', {
        encoded: typed('application/x-www-form-urlencoded', 'a=1&b=x+y&a=2'),
        multipart: typed('multipart/form-data; boundary=b', multipart),
        untyped: { body: 'a=1' },
      }),
    ],
    bytes: [
      'bodies of bytes',
      posts('bytes', {
        text: typed('application/octet-stream', 'A\n\r\u0000'),
        none: {},
        'as text': typed('text/plain', 'é'),
      }),
    ],
    encoded: [
      'an encoded body stays as it is',
      posts('text', {
        gzip: { headers: ['Content-Encoding: gzip', 'Content-Type: text/plain'], body: 'not really' },
      }),
    ],
    chunked: [
      'chunked bodies',
      async (call) => {
        const headers = ['Transfer-Encoding: chunked', 'Content-Type: text/plain'];
        for (const [name, body] of [
          ['one', '3\r\nabc\r\n0\r\n\r\n'],
          ['two', '1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n'],
          ['empty', '0\r\n\r\n'],
          ['trailer', '3\r\nabc\r\n0\r\nX-End: 1\r\n\r\n'],
        ] as const) {
          call.see(name, await seenBy(call, 'text', '', { headers, body }, 'POST'));
        }
      },
    ],
    streams: [
      'a function sees whether there is a body',
      async (call) => {
        call.see('GET', await seenBy(call, 'body'));
        call.see('POST', await seenBy(call, 'body', '', { body: 'x' }, 'POST'));
        call.see('POST without', await seenBy(call, 'body', '', {}, 'POST'));
      },
    ],
    size: ['a body of a megabyte', posts('size', { million: { body: 'x'.repeat(1_000_000) } })],
    expect: [
      'a client that waits for leave to send',
      async (call) => {
        const { host } = new URL(call.origin);
        const text = `POST /api/echo/text HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc`;
        // Whether leave is given is a matter of what was faster, the body or the host.
        call.see('last answer', (await call.bytes(text)).at(-1));
      },
    ],
    user: [
      'the user',
      async (call) => {
        call.see('none', await seenBy(call, 'user'));
        const principal = {
          auth_typ: 'aad',
          claims: [{ typ: 'name', val: 'me' }],
          name_typ: 'name',
          role_typ: 'roles',
        };
        const staticPrincipal = {
          identityProvider: 'github',
          userId: '1',
          userDetails: 'me',
          userRoles: ['a'],
        };
        for (const [name, value] of [
          ['app service', principal],
          ['static web apps', staticPrincipal],
        ] as const) {
          const header = `x-ms-client-principal: ${Buffer.from(JSON.stringify(value)).toString('base64')}`;
          call.see(name, await seenBy(call, 'user', '', { headers: [header] }));
        }
        call.see(
          'name alone',
          await seenBy(call, 'user', '', {
            headers: ['X-MS-CLIENT-PRINCIPAL-NAME: me', 'X-MS-CLIENT-PRINCIPAL-ID: 1'],
          }),
        );
        call.see('bad', await seenBy(call, 'user', '', { headers: ['x-ms-client-principal: e30x'] }));
      },
    ],
    context: [
      'the context of an invocation',
      async (call) => call.see('context', await seenBy(call, 'context')),
    ],
    trace: [
      'the trace of the caller',
      async (call) => {
        const parent = 'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
        call.see(
          'parent',
          ((await seenBy(call, 'trace', '', { headers: [parent] })) as { parent: string }).parent ===
            '0af7651916cd43dd8448eb211c80319c',
        );
        call.see(
          'state',
          ((await seenBy(call, 'trace', '', { headers: [parent, 'tracestate: a=1'] })) as { state: string })
            .state,
        );
        call.see('made up', typeof ((await seenBy(call, 'trace')) as { parent: unknown }).parent);
      },
    ],
    params: [
      'route values and query keys',
      async (call) => {
        for (const path of ['params/1', 'params/1?id=2', 'params/1/2?a=x', 'params/1?rest=2'])
          call.see(path, await seenBy(call, path));
      },
    ],
  },
  'http',
);
