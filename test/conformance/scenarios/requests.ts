import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reply } from '../app/replies.ts';
import type { Caller } from '../caller.ts';
import { area, type Play } from '../scenario.ts';

type Extra = { method?: string; body?: unknown; headers?: Record<string, string>; enablePolling?: boolean };

const urlOf = (call: Caller, reply: Reply): string =>
  `${call.origin}/api/reply/${call.id()}?say=${encodeURIComponent(JSON.stringify(reply).replaceAll('{origin}', call.origin).replaceAll('{id}', call.id()))}`;

async function sends(
  call: Caller,
  url: string,
  { method = 'GET', ...extra }: Extra,
  shows: (result: Result) => unknown,
): Promise<void> {
  await call.start('Script', [{ http: { method, url, ...extra } }, { activity: 'Echo', input: 'after' }]);
  const { runtimeStatus, output, historyEvents = [] } = await call.end();
  const [result, after] = Array.isArray(output) ? (output as [Result, unknown]) : [output as Result];
  call.see('outcome', { runtimeStatus, result: shows(result), after });
  call.see(
    'rows',
    historyEvents.map((row) => [row.EventType, row.FunctionName ?? null]),
  );
}

type Result = { statusCode?: number; headers?: Record<string, unknown>; content?: unknown };

/** Without what each server adds by itself. */
function shown(result: Result): unknown {
  if (result?.headers === undefined) return result;
  const own = Object.entries(result.headers).filter(
    ([name]) => !/^(date|server|transfer-encoding|keep-alive|connection)$/i.test(name),
  );
  return {
    ...result,
    headers: Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value]).sort()),
  };
}

/** A request to a function that answers as told. */
const answered =
  (reply: Reply, extra: Extra = {}): Play =>
  (call) =>
    sends(call, urlOf(call, reply), extra, shown);

/** The same, when the instance never ends. */
const unanswered =
  (reply: Reply): Play =>
  async (call) => {
    await call.start('Script', [
      { http: { method: 'GET', url: urlOf(call, reply) } },
      { activity: 'Echo', input: 'after' },
    ]);
    const { runtimeStatus, historyEvents = [] } = await call.still();
    call.see('still', { runtimeStatus, kinds: historyEvents.map((row) => row.EventType) });
    await call.post(`instances/${call.id()}/terminate`);
  };

/** A request to a function that tells what it got. */
const mirrored =
  (extra: Extra, query = ''): Play =>
  (call) =>
    sends(call, `${call.origin}/api/mirror${query}`, { method: 'POST', ...extra }, (rest) => {
      const { statusCode, content } = rest;
      if (typeof content !== 'string' || content === '') return rest;
      return { statusCode, got: JSON.parse(content) as unknown };
    });

/** What `callHttp` sends, and what it makes of answers. */
export const requests = area('requests', {
  text: [
    'a text with its type',
    answered({ text: 'hello', headers: { 'content-type': 'text/x-test; charset=utf-8' } }),
  ],
  json: ['a JSON answer is a text', answered({ json: { a: [1, null] } })],
  empty: ['an empty answer', answered({})],
  bytes: ['bytes that are no text', answered({ bytes: '/wD+gIE=' })],
  latin: [
    'a text in Latin letters',
    answered({ bytes: '6SDk', headers: { 'content-type': 'text/plain; charset=iso-8859-1' } }),
  ],
  utf8: ['a text of other letters', answered({ text: 'é € 😀' })],
  mark: ['a byte order mark', answered({ bytes: '77u/aGk=' })],
  date: ['a text like a date', answered({ text: '2020-01-02T03:04:05+02:00' })],
  headers: [
    'headers of the answer',
    answered({
      headers: {
        'x-one': 'a',
        'X-Two': 'b; c',
        etag: '"e"',
        'cache-control': 'no-store',
        'content-language': 'de',
        expires: '0',
        'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
        allow: 'GET',
      },
    }),
  ],
  headerNames: [
    'names of headers that .NET knows',
    async (call) => {
      const names =
        'accept-patch accept-ranges access-control-allow-credentials access-control-allow-headers access-control-allow-methods access-control-allow-origin access-control-expose-headers access-control-max-age age alt-svc cache-control content-security-policy cross-origin-opener-policy dnt etag expect-ct grpc-status link location nel p3p permissions-policy pragma proxy-authenticate public-key-pins referrer-policy refresh report-to retry-after sec-websocket-accept server set-cookie set-cookie2 strict-transport-security timing-allow-origin tsv upgrade vary via warning www-authenticate x-aspnet-version x-cache x-content-duration x-content-type-options x-frame-options x-msedge-ref x-powered-by x-ratelimit-limit x-request-id x-requested-with x-ua-compatible x-xss-protection'.split(
          ' ',
        );
      const server = createServer((_request, response) => {
        // A cookie would go out with the calls of other scenarios.
        for (const name of names) response.setHeader(name, '1; max-age=0');
        response.end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        await call.start('Script', [{ http: { method: 'GET', url } }]);
        const [{ headers }] = (await call.end()).output as [{ headers: Record<string, unknown> }];
        call.see(
          'names',
          Object.keys(headers)
            .filter((name) => names.includes(name.toLowerCase()))
            .sort(),
        );
      } finally {
        server.close();
      }
    },
  ],
  created: [
    'a 201 with a Location',
    answered({ status: 201, headers: { location: '{origin}/api/text' }, text: 'made' }),
  ],
  notModified: ['a 304', answered({ status: 304 })],
  teapot: ['a 418', answered({ status: 418, text: 'teapot' })],
  tooMany: [
    'a 429 with a Retry-After is a result',
    answered({ status: 429, headers: { 'retry-after': '1' } }),
  ],
  unavailable: [
    'a 503 is a result',
    answered({ status: 503, headers: { 'retry-after': '1' }, text: 'later' }),
  ],
  redirectFollowed: ['a redirect is followed', answered({ status: 302, headers: { location: '/api/text' } })],
  redirectPost: [
    'a POST that is redirected becomes a GET',
    answered({ status: 303, headers: { location: '/api/mirror' } }, { method: 'POST', body: 'x' }),
  ],
  redirectKept: [
    'a POST that is redirected as it is',
    answered({ status: 307, headers: { location: '/api/mirror?kept' } }, { method: 'POST', body: 'x' }),
  ],
  redirectPermanent: [
    'a permanent redirect',
    answered({ status: 308, headers: { location: '/api/mirror?kept' } }, { method: 'PUT', body: 'x' }),
  ],
  redirectLoop: [
    'a redirect to itself that ends',
    answered({
      status: 302,
      headers: { location: '{self}' },
      later: [{ status: 302, headers: { location: '{self}' } }, { text: 'there' }],
    }),
  ],
  redirectHeaders: [
    'headers of a redirected request',
    answered(
      { status: 302, headers: { location: '/api/mirror' } },
      { headers: { 'x-test': 'v', authorization: 'Bearer t', 'x-functions-key': 'k' } },
    ),
  ],
  polls: [
    'a 202 that is polled twice',
    answered({
      status: 202,
      headers: { location: '{self}', 'retry-after': '1' },
      later: [{ status: 202, headers: { location: '{self}', 'retry-after': '1' } }, { text: 'done' }],
    }),
  ],
  pollsZero: [
    'a Retry-After of zero',
    answered({ status: 202, headers: { location: '{self}', 'retry-after': '0' }, later: [{ text: 'done' }] }),
  ],
  pollsDate: [
    'a Retry-After that is a date',
    unanswered({
      status: 202,
      headers: { location: '{self}', 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' },
      later: [{ text: 'done' }],
    }),
  ],
  pollsBad: [
    'a Retry-After that is nonsense',
    unanswered({
      status: 202,
      headers: { location: '{self}', 'retry-after': 'soon' },
      later: [{ text: 'done' }],
    }),
  ],
  pollsFails: [
    'a poll that fails',
    answered({
      status: 202,
      headers: { location: '{self}', 'retry-after': '1' },
      later: [{ status: 500, text: 'broken' }],
    }),
  ],
  pollsElsewhere: [
    'a poll at another address',
    answered(
      { status: 202, headers: { location: '{origin}/api/mirror?there', 'retry-after': '1' } },
      { method: 'POST', body: 'x', headers: { 'x-test': 'v' } },
    ),
  ],
  pollsRefused: [
    'a poll that is refused',
    answered({ status: 202, headers: { location: 'http://127.0.0.1:9/', 'retry-after': '1' } }),
  ],
  pollsRedirect: [
    'a poll that is redirected',
    answered({
      status: 202,
      headers: { location: '{self}', 'retry-after': '1' },
      later: [{ status: 302, headers: { location: '/api/text' } }],
    }),
  ],
  pollsOff: [
    'a 202 without polling',
    answered({ status: 202, headers: { location: '{self}' }, text: 'accepted' }, { enablePolling: false }),
  ],
  pollsBody: [
    'a 202 with a body',
    answered(
      {
        status: 202,
        headers: { location: '{self}', 'retry-after': '1' },
        text: 'first',
        later: [{ text: 'second' }],
      },
      { method: 'POST', body: 'x' },
    ),
  ],
  methodLower: ['a method in small letters', mirrored({ method: 'post', body: 'x' })],
  methodGetBody: ['a GET with a body', mirrored({ method: 'GET', body: 'x' })],
  methodDeleteBody: ['a DELETE with a body', mirrored({ method: 'DELETE', body: 'x' })],
  methodOptions: ['an OPTIONS', mirrored({ method: 'OPTIONS' })],
  methodPatch: ['a PATCH with an object', mirrored({ method: 'PATCH', body: { a: 1 } })],
  methodHead: ['a HEAD', answered({ text: 'x', headers: { 'x-one': 'a' } }, { method: 'HEAD' })],
  noBody: ['a POST without a body', mirrored({})],
  emptyBody: ['a POST with an empty text', mirrored({ body: '' })],
  numberBody: ['a POST with a number', mirrored({ body: 5 })],
  falseBody: ['a POST with false', mirrored({ body: false })],
  nullBody: ['a POST with null', mirrored({ body: null })],
  listBody: ['a POST with a list', mirrored({ body: [1, 'a'] })],
  textBody: ['a POST with a text of JSON', mirrored({ body: '{"a": 1}' })],
  dateBody: ['a POST with a text like a date', mirrored({ body: '2020-01-02T03:04:05+02:00' })],
  unicodeBody: ['a POST with other letters', mirrored({ body: 'é € 😀' })],
  typedBody: [
    'a POST with a type',
    mirrored({ body: '<a/>', headers: { 'Content-Type': 'application/xml' } }),
  ],
  typedCharset: [
    'a POST with a type and a charset',
    mirrored({ body: 'é', headers: { 'content-type': 'text/plain; charset=utf-8' } }),
  ],
  badType: [
    'a POST with a type that is none',
    mirrored({ body: 'x', headers: { 'content-type': 'nonsense' } }),
  ],
  headersSent: [
    'headers of many kinds',
    mirrored({
      body: 'x',
      headers: {
        'X-One': 'a',
        'x-two': 'b, c',
        accept: 'text/html',
        'user-agent': 'mine/1.0',
        cookie: 'a=1',
        authorization: 'Basic eA==',
        'accept-language': 'de',
        'if-none-match': '"e"',
      },
    }),
  ],
  headerEmpty: ['an empty header', mirrored({ headers: { 'x-empty': '' } })],
  headerUnicode: ['a header of other letters', mirrored({ headers: { 'x-letters': 'é' } })],
  headerNumber: ['a header that is a number', mirrored({ headers: { 'x-number': 5 as unknown as string } })],
  contentHeader: [
    'a header of the content without a content',
    mirrored({ method: 'GET', headers: { 'content-type': 'application/json' } }),
  ],
  contentEncoding: [
    'a header of the content that goes with a type',
    mirrored({ body: 'x', headers: { 'content-type': 'text/plain', 'content-language': 'de' } }),
  ],
  contentLength: ['a length of the content', mirrored({ body: 'x', headers: { 'content-length': '1' } })],
  headerName: ['a header whose name is none', mirrored({ body: 'x', headers: { 'a b': 'x' } })],
  headerHost: ['a header that names a host', mirrored({ body: 'x', headers: { host: 'other.example' } })],
  headerLines: ['a header of two lines', mirrored({ body: 'x', headers: { 'x-lines': 'a\nb' } })],
  contentLanguage: [
    'another header of the content',
    mirrored({ body: 'x', headers: { 'content-language': 'de', 'content-encoding': 'identity' } }),
  ],
  query: ['a query with escapes', mirrored({}, '?a=b%20c&d=%2B&e=f+g&a=2&h=%C3%A9')],
  queryRaw: ['a query with raw blanks and letters', mirrored({}, '?a=b c&d=é&e="f"&g=<h>')],
  fragment: ['an address with a fragment', mirrored({}, '?a=1#frag')],
  noHost: [
    'a host that does not exist',
    async (call) => {
      await call.start('Script', [
        { http: { method: 'GET', url: 'http://no-such-host.invalid/' } },
        { activity: 'Echo', input: 1 },
      ]);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', {
        runtimeStatus,
        kind: (output as { kind?: string }[])[0]?.kind,
        after: (output as unknown[])[1],
      });
    },
  ],
  scheme: [
    'an address of another scheme',
    async (call) => {
      await call.start('Script', [
        { http: { method: 'GET', url: 'ftp://127.0.0.1/x' } },
        { activity: 'Echo', input: 1 },
      ]);
      const { runtimeStatus, output } = await call.still();
      call.see('outcome', { runtimeStatus, output });
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  relative: [
    'an address without a host',
    async (call) => {
      await call.start('Script', [
        { http: { method: 'GET', url: '/api/text' } },
        { activity: 'Echo', input: 1 },
      ]);
      const { runtimeStatus, output } = await call.still();
      call.see('outcome', { runtimeStatus, output });
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  noUrl: [
    'a request without an address',
    async (call) => {
      await call.start('Script', [{ http: { method: 'GET' } }, { activity: 'Echo', input: 1 }]);
      const { runtimeStatus, output } = await call.still();
      call.see('outcome', { runtimeStatus, output });
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  noMethod: [
    'a request without a method',
    async (call) => {
      await call.start('Script', [
        { http: { url: `${call.origin}/api/text` } },
        { activity: 'Echo', input: 1 },
      ]);
      const { runtimeStatus, output } = await call.still();
      call.see('outcome', {
        runtimeStatus,
        output: Array.isArray(output) ? [shown(output[0] as Result), output[1]] : output,
      });
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  refusedUncaught: [
    'a refused connection fails the instance',
    async (call) => {
      await call.start('Script', [{ uncaught: { http: { method: 'GET', url: 'http://127.0.0.1:9/' } } }]);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  inRace: [
    'a slow answer loses a race',
    async (call) => {
      await call.start('Script', [
        {
          any: [
            { http: { method: 'GET', url: urlOf(call, { text: 'slow', after: 1500 }) } },
            { activity: 'Echo', input: 1 },
          ],
        },
        { activity: 'Echo', input: 2 },
      ]);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
});
