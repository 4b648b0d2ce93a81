import { app, type HttpHandler, HttpResponse, output } from '@azure/functions';
import { cookieAnswers } from './cookies.ts';

/** Functions that answer in one way each: `answer/NAME`. */
export function answers(): void {
  const all = { ...plainAnswers, ...cookieAnswers };
  for (const [name, make] of Object.entries(all)) {
    app.http(`Answer_${name}`, {
      route: `answer/${name}`,
      methods: ['GET', 'HEAD'],
      // What is tried are answers that the types forbid, among others.
      handler: make as HttpHandler,
    });
  }
  const bound = output.http({ name: 'second' } as never);
  app.http('Answer_otherOutput', {
    route: 'answer/otherOutput',
    return: output.generic({ type: 'http' }),
    extraOutputs: [bound],
    handler: (_, context) => {
      context.extraOutputs.set(bound, { body: 'the other' });
      return { body: 'the returned' };
    },
  });
}

async function* pieces(): AsyncGenerator<string> {
  yield 'first ';
  yield 'second';
}

async function* broken(): AsyncGenerator<string> {
  yield 'first';
  throw new Error('in the middle');
}

function fail(thrown: unknown): never {
  throw thrown;
}

function form(): FormData {
  const data = new FormData();
  data.set('a', '1');
  return data;
}

const plainAnswers: Record<string, () => unknown> = {
  // Bodies.
  text: () => ({ body: 'some text' }),
  unicode: () => ({ body: 'é € 😀' }),
  emptyText: () => ({ body: '' }),
  bytes: () => ({ body: new Uint8Array([65, 66, 67]) }),
  noBytes: () => ({ body: new Uint8Array() }),
  buffer: () => ({ body: Buffer.from('buffer') }),
  arrayBuffer: () => ({ body: new Uint8Array([65, 66]).buffer }),
  params: () => ({ body: new URLSearchParams({ a: '1', b: 'x y' }) }),
  blob: () => ({ body: new Blob(['a,b'], { type: 'text/csv' }) }),
  form: () => ({ body: form() }),
  object: () => ({ body: { a: 1 } }),
  number: () => ({ body: 5 }),
  nullBody: () => ({ body: null }),
  generator: () => ({ body: pieces() }),
  brokenGenerator: () => ({ body: broken() }),
  stream: () => ({ body: new Blob(['streamed']).stream() }),
  json: () => ({ jsonBody: { a: [1, null, 'x'] } }),
  jsonText: () => ({ jsonBody: 'text' }),
  jsonNumber: () => ({ jsonBody: 0 }),
  jsonNull: () => ({ jsonBody: null }),
  jsonUndefined: () => ({ jsonBody: undefined }),
  jsonWithType: () => ({ jsonBody: { a: 1 }, headers: { 'content-type': 'application/problem+json' } }),
  jsonAndBody: () => ({ jsonBody: { a: 1 }, body: 'text' }),
  jsonCircular: () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    return { jsonBody: circular };
  },
  large: () => ({ body: 'x'.repeat(300_000) }),
  // Other kinds of answers.
  empty: () => ({}),
  undefined: () => undefined,
  null: () => null,
  responseClass: () => new HttpResponse({ status: 201, body: 'made', headers: { 'X-Made': 'yes' } }),
  fetchResponse: () => new Response('fetched', { status: 203, headers: { 'X-Made': 'yes' } }),
  fetchJson: () => Response.json({ a: 1 }),
  fetchRedirect: () => Response.redirect('http://elsewhere.test/', 307),
  promise: async () => ({ status: 202, body: 'later' }),
  // Statuses.
  created: () => ({ status: 201, jsonBody: { id: 1 }, headers: { Location: '/api/answer/text' } }),
  noContent: () => ({ status: 204 }),
  noContentWithBody: () => ({ status: 204, body: 'not seen' }),
  notModified: () => ({ status: 304, headers: { ETag: '"1"' } }),
  notModifiedWithBody: () => ({ status: 304, body: 'not seen' }),
  resetContent: () => ({ status: 205, body: 'x' }),
  teapot: () => ({ status: 418, body: 'short and stout' }),
  unknownStatus: () => ({ status: 299, body: 'x' }),
  status599: () => ({ status: 599, body: 'x' }),
  status600: () => ({ status: 600, body: 'x' }),
  status999: () => ({ status: 999, body: 'x' }),
  status1000: () => ({ status: 1000, body: 'x' }),
  status99: () => ({ status: 99, body: 'x' }),
  status100: () => ({ status: 100, body: 'x' }),
  status101: () => ({ status: 101, body: 'x' }),
  status0: () => ({ status: 0, body: 'x' }),
  statusNegative: () => ({ status: -1, body: 'x' }),
  statusFraction: () => ({ status: 200.7, body: 'x' }),
  statusText: () => ({ status: '202', body: 'x' }),
  statusWord: () => ({ status: 'fine', body: 'x' }),
  statusNull: () => ({ status: null, body: 'x' }),
  // Headers.
  headers: () => ({ headers: { 'X-Own': 'a', 'x-lower': 'b', 'X-EMPTY': '' }, body: 'x' }),
  headerPairs: () => ({
    headers: [
      ['X-Own', 'a'],
      ['X-Own', 'b'],
    ],
    body: 'x',
  }),
  headersObject: () => ({
    headers: new Headers([
      ['X-Own', 'a'],
      ['x-own', 'b'],
    ]),
    body: 'x',
  }),
  headerNumber: () => ({ headers: { 'X-Number': 5, 'X-True': true }, body: 'x' }),
  headerUndefined: () => ({ headers: { 'X-None': undefined }, body: 'x' }),
  headerLineBreak: () => ({ headers: { 'X-Own': 'a\r\nX-More: b' }, body: 'x' }),
  headerBadName: () => ({ headers: { 'X Own': 'a' }, body: 'x' }),
  headerLatin: () => ({ headers: { 'X-Own': 'é' }, body: 'x' }),
  headerUnicode: () => ({ headers: { 'X-Own': '€' }, body: 'x' }),
  knownHeaders: () => ({
    headers: {
      'cache-control': 'no-store',
      etag: '"1"',
      vary: 'Accept',
      'www-authenticate': 'Basic',
      'retry-after': '5',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
      'content-disposition': 'attachment',
      'content-language': 'en',
      'strict-transport-security': 'max-age=1',
      'x-frame-options': 'DENY',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-own',
      'alt-svc': 'clear',
      upgrade: 'h2c',
      warning: '199 - x',
      trailer: 'X-End',
      link: '</a>; rel=next',
      allow: 'GET',
      'content-security-policy': "default-src 'none'",
      'proxy-authenticate': 'Basic',
      'x-content-type-options': 'nosniff',
    },
    body: 'x',
  }),
  ownServer: () => ({ headers: { Server: 'mine' }, body: 'x' }),
  ownDate: () => ({ headers: { Date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, body: 'x' }),
  ownLength: () => ({ headers: { 'Content-Length': '4' }, body: 'four' }),
  shortLength: () => ({ headers: { 'Content-Length': '3' }, body: 'abcdef' }),
  longLength: () => ({ headers: { 'Content-Length': '10' }, body: 'abc' }),
  wordLength: () => ({ headers: { 'Content-Length': 'many' }, body: 'abc' }),
  ownConnection: () => ({ headers: { Connection: 'close' }, body: 'x' }),
  ownEncoding: () => ({ headers: { 'Content-Encoding': 'gzip' }, body: 'not really' }),
  ownTransfer: () => ({ headers: { 'Transfer-Encoding': 'chunked' }, body: 'x' }),
  redirect: () => ({ status: 302, headers: { Location: '/elsewhere' } }),
  typeOnly: () => ({ headers: { 'Content-Type': 'text/html' } }),
  typeForBytes: () => ({ headers: { 'Content-Type': 'image/png' }, body: new Uint8Array([65]) }),
  typeForText: () => ({ headers: { 'Content-Type': 'text/html' }, body: '<p>' }),
  // Failures.
  throws: () => fail(new Error('thrown')),
  rejects: () => Promise.reject(new Error('rejected')),
  throwsText: () => fail('thrown text'),
  throwsNothing: () => fail(undefined),
  returnsText: () => 'text',
  returnsNumber: () => 7,
  returnsTrue: () => true,
  returnsFalse: () => false,
  returnsZero: () => 0,
  returnsArray: () => [1],
  returnsDate: () => new Date(0),
  returnsEmptyText: () => '',
};
