import { area, type Play } from '../../scenario.ts';

/** The whole answers of functions that answer in one way each. */
function of(...names: string[]): Play {
  return async (call) => {
    for (const name of names) call.see(name, await call.wire('GET', `/api/answer/${name}`));
  };
}

export const hostAnswers = area(
  'hostAnswers',
  {
    text: ['bodies of text', of('text', 'unicode', 'emptyText', 'typeForText')],
    bytes: ['bodies of bytes', of('bytes', 'noBytes', 'buffer', 'arrayBuffer', 'typeForBytes')],
    forms: ['bodies that bring their type', of('params', 'blob')],
    formData: [
      'a body of FormData',
      async (call) => {
        const answer = await call.wire('GET', '/api/answer/form');
        const hidden = JSON.stringify(answer).replace(/-{2,}formdata-undici-\d+/g, '<boundary>');
        call.see('form', JSON.parse(hidden));
      },
    ],
    others: ['bodies of other kinds', of('object', 'number', 'nullBody')],
    streams: ['bodies that are produced, without streaming', of('generator', 'stream')],
    json: ['bodies of JSON', of('json', 'jsonText', 'jsonNumber', 'jsonNull', 'jsonUndefined')],
    jsonMore: ['JSON beside a type or a body', of('jsonWithType', 'jsonAndBody', 'jsonCircular')],
    empty: ['nothing or next to nothing', of('empty', 'undefined', 'null', 'typeOnly')],
    classes: [
      'instances of response classes',
      of('responseClass', 'fetchResponse', 'fetchJson', 'fetchRedirect'),
    ],
    promise: ['an answer that comes later', of('promise')],
    large: [
      'a large body',
      async (call) => {
        const answer = await call.wire('GET', '/api/answer/large');
        call.see('large', typeof answer === 'string' ? answer : { ...answer, body: answer.body.length });
      },
    ],
    accept: [
      'what the caller accepts changes nothing',
      async (call) => {
        for (const header of [
          'Accept: application/xml',
          'Accept-Encoding: gzip, br',
          'If-None-Match: "1"',
          'Range: bytes=0-1',
          'If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT',
        ]) {
          call.see(header, await call.wire('GET', '/api/answer/text', { headers: [header] }));
        }
      },
    ],
  },
  'http',
);

export const hostStatuses = area(
  'hostStatuses',
  {
    usual: ['usual statuses', of('created', 'redirect', 'teapot', 'unknownStatus')],
    bodyless: ['statuses without a body', of('noContent', 'notModified')],
    bodylessWithBody: [
      'a body where the status allows none',
      of('noContentWithBody', 'notModifiedWithBody', 'resetContent'),
    ],
    high: ['statuses that are too high', of('status599', 'status600', 'status999', 'status1000')],
    low: ['statuses that are too low', of('status99', 'status0', 'statusNegative')],
    interim: ['statuses of interim answers', of('status100', 'status101')],
    kinds: [
      'statuses that are no whole numbers',
      of('statusFraction', 'statusText', 'statusWord', 'statusNull'),
    ],
  },
  'http',
);

export const hostHeaders = area(
  'hostHeaders',
  {
    spelling: ['how names are spelled', of('headers', 'knownHeaders')],
    several: ['several values of one name', of('headerPairs', 'headersObject')],
    values: ['values that are no text', of('headerNumber', 'headerUndefined')],
    bad: ['names and values that are not allowed', of('headerLineBreak', 'headerBadName')],
    beyond: ['values beyond ASCII', of('headerLatin', 'headerUnicode')],
    own: ['the app replaces what the host sets', of('ownServer', 'ownDate', 'ownConnection')],
    length: ["the app's own Content-Length", of('ownLength', 'shortLength', 'longLength', 'wordLength')],
    transfer: ["the app's own transfer and content encoding", of('ownEncoding', 'ownTransfer')],
    order: [
      'the order of headers',
      async (call) => {
        for (const name of ['text', 'empty', 'created', 'cookie', 'knownHeaders', 'undefined']) {
          call.see(name, await call.headerOrder('GET', `/api/answer/${name}`));
        }
      },
    ],
  },
  'http',
);

export const hostCookies = area(
  'hostCookies',
  {
    plain: ['one cookie, and two', of('cookie', 'cookies')],
    full: ['a cookie with every attribute', of('cookieFull')],
    values: ['values with marks', of('cookieValues')],
    names: ['names with marks', of('cookieNames')],
    sameSite: ['SameSite', of('cookieSameSite')],
    expires: ['when a cookie expires', of('cookieExpires')],
    ages: ['how old a cookie gets', of('cookieAges')],
    flags: ['flags that are off, and attributes that are empty', of('cookieFlags')],
    header: ['cookies as headers', of('cookieHeaderOnly', 'cookieAndHeader')],
    bad: ['cookies that are none', of('cookieBad', 'cookieBadAge')],
  },
  'http',
);

export const hostFailures = area(
  'hostFailures',
  {
    throws: ['a handler that throws', of('throws', 'throwsText', 'throwsNothing')],
    rejects: ['a handler that rejects', of('rejects')],
    returns: [
      'a handler that returns what is no answer',
      of('returnsText', 'returnsNumber', 'returnsTrue', 'returnsArray', 'returnsDate'),
    ],
    returnsFalsy: [
      'a handler that returns what is false',
      of('returnsFalse', 'returnsZero', 'returnsEmptyText'),
    ],
    generator: ['a body that fails while it is produced', of('brokenGenerator')],
    output: ['an answer as another output', of('otherOutput')],
  },
  'http',
);
