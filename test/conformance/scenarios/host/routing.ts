import type { Caller } from '../../caller.ts';
import { area, type Play } from '../../scenario.ts';

/** What paths below /api lead to: the function with its route values, or a status line. */
function leadTo(...paths: string[]): Play {
  return async (call) => {
    for (const path of paths) call.see(path, await reached(call, path));
  };
}

async function reached(call: Caller, path: string): Promise<unknown> {
  const answer = await call.wire('GET', path.startsWith('/') ? path : `/api/${path}`);
  return typeof answer !== 'string' && answer.body.startsWith('{') ? JSON.parse(answer.body) : answer;
}

export const hostRoutes = area(
  'hostRoutes',
  {
    name: [
      'a function without a route is served under its name',
      leadTo('Plain', 'plain', 'Plain/', '/Plain'),
    ],
    literal: ['literals ignore case', leadTo('Sites/list', 'sites/LIST', 'SITES/list/', 'sites/lists')],
    value: [
      'values keep their case',
      leadTo('sites/Blog/pages', 'SITES/bLOG/PAGES', 'sites//pages', 'sites/pages', 'sites/a/b/pages'),
    ],
    escapes: [
      'escapes in values',
      leadTo(
        'names/x%20y',
        'names/x+y',
        'names/x%2By',
        'names/x%2Fy',
        'names/x%2fy',
        'names/x%5Cy',
        'names/%C3%A9',
        'names/%E9',
        'names/%zz',
        'names/%',
        'names/a%25b',
        'names/a%252Fb',
        'names/%3Fq',
        'names/a%23b',
        'names/a%00b',
      ),
    ],
    escapedLiteral: [
      'escapes in literals',
      leadTo('%73ites/list', 'sites%2Flist', 'with%20space/1', 'stra%C3%9Fe/1'),
    ],
    marks: [
      'marks in values',
      leadTo(
        'names/a;b=c',
        'names/a,b',
        "names/it's",
        'names/a:b',
        'names/@a',
        'names/$x',
        'names/a&b',
        'names/(a)',
        'names/a~b',
        'names/a|b',
        'names/a"b',
        'names/a<b',
        'names/a{b}',
      ),
    ],
    dots: [
      'dots in paths',
      leadTo(
        'dots.and~more/x',
        'names/.',
        'names/..',
        'names/./x',
        'names/a/../b',
        'names/...',
        'names/%2E%2E',
        '/x/../api/Plain',
        '/./api/Plain',
      ),
    ],
    slashes: [
      'slashes in odd places',
      leadTo('slashed', 'slashed/', 'slashed//', '/api//slashed', '//api/slashed', '/api', '/api/'),
    ],
    optional: [
      'an optional value',
      leadTo('optional/1', 'optional/1/', 'optional/1/2', 'optional/1/2/3', 'optional'),
    ],
    catchAll: [
      'a value that takes the rest',
      leadTo('rest', 'rest/', 'rest/a', 'rest/a/b', 'rest/a/b/', 'rest//a', 'rest/a%2Fb/c%20d', 'rest/a//b'),
    ],
    catchAllTwo: ['the rest with two stars', leadTo('rest2', 'rest2/a/b', 'rest2/a%2Fb')],
    default: [
      'a default value',
      leadTo('default', 'default/', 'default/egg', 'defaultRest', 'defaultRest/x/y'),
    ],
    parts: [
      'several values in one segment',
      leadTo(
        'parts/x-y.json',
        'parts/x-y-z.json',
        'parts/x.json',
        'parts/x-.json',
        'parts/-y.json',
        'parts/x-y.JSON',
        'parts/x-y.json.json',
      ),
    ],
    prefix: [
      'a literal and a value in one segment',
      leadTo('prefixed/v1', 'prefixed/V1', 'prefixed/v', 'prefixed/1', 'prefixed/vv'),
    ],
    extension: [
      'an optional extension',
      leadTo('file/a.b.txt', 'file/a', 'file/a.', 'file/.txt', 'file/a.txt'),
    ],
    valueNames: ['names of values keep their case', leadTo('names/a')],
    braces: ['doubled braces', leadTo('braces/{x}/1', 'braces/%7Bx%7D/1')],
    optionalTyped: [
      'an optional value with a constraint',
      leadTo('typed', 'typed/', 'typed/5', 'typed/b', 'typedDefault', 'typedDefault/5', 'typedDefault/b'),
    ],
    length: [
      'a long segment',
      async (call) =>
        call.see(
          'segment of 2000',
          ((await reached(call, `names/${'x'.repeat(2000)}`)) as { params: { MixedCase: string } }).params
            .MixedCase.length,
        ),
    ],
    unknown: [
      'paths that lead to nothing',
      leadTo(
        'nope',
        '/nope',
        '/',
        '/favicon.ico',
        '/robots.txt',
        '/apinope',
        '/API/plain',
        '/admin/x',
        'admin/x',
        'administrator',
      ),
    ],
    query: [
      'a question mark ends the path',
      leadTo('Plain?', 'Plain?a=1', 'Plain/?a=1', 'names/a?/b', 'Plain#x'),
    ],
  },
  'http',
);

/** Which values a constraint accepts. */
function accepts(key: string, ...values: string[]): Play {
  return async (call) => {
    for (const value of values) {
      const answer = await call.wire('GET', `/api/only/${key}/${encodeURIComponent(value)}`);
      call.see(value, typeof answer === 'string' ? answer : answer.line.slice(9));
    }
  };
}

export const hostConstraints = area(
  'hostConstraints',
  {
    int: [
      'int',
      accepts(
        'int',
        '1',
        '-7',
        '+7',
        '007',
        ' 5',
        '5 ',
        '2147483647',
        '2147483648',
        '-2147483648',
        '-2147483649',
        'x',
        '1.5',
        '1,000',
        '1e3',
        '0x10',
        '٣',
      ),
    ],
    long: [
      'long',
      accepts('long', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '5', 'x', '1.0'),
    ],
    bool: ['bool', accepts('bool', 'true', 'TRUE', 'False', ' true', 'yes', '1', '0')],
    datetime: [
      'datetime',
      accepts(
        'datetime',
        '2026-01-31',
        '2026-01-31T10:00:00',
        '2026-01-31T10:00:00Z',
        '2026-01-31 10:00',
        '2026-01-31T10:00:00+02:00',
        '01/31/2026',
        '31/01/2026',
        '2026-13-45',
        '2026-02-30',
        '2026-02-29',
        '10:30',
        '10:30 pm',
        '25:00',
        'January 31, 2026',
        '31 Jan 2026',
        'Jan 2026',
        'Sat, 31 Jan 2026 10:00:00 GMT',
        '2026',
        '20260131',
        '2026-01',
        '1/2',
        'yesterday',
        'now',
        'x',
      ),
    ],
    decimal: [
      'decimal',
      accepts(
        'decimal',
        '1.5',
        '-2',
        '+2',
        '1,000.5',
        '1,0,0',
        '.5',
        '5.',
        '1e5',
        '(5)',
        '$5',
        '79228162514264337593543950335',
        '79228162514264337593543950336',
        'x',
        ' 1 ',
        '1-',
      ),
    ],
    double: [
      'double',
      accepts(
        'double',
        '1.5',
        '1e5',
        '1E-5',
        '1e',
        '.5',
        '1,000',
        'NaN',
        'nan',
        'Infinity',
        '-Infinity',
        '∞',
        '1e400',
        '5-',
        'x',
      ),
    ],
    float: ['float', accepts('float', '1.5', '1e39', '1e5', 'NaN', 'x')],
    guid: [
      'guid',
      accepts(
        'guid',
        '6b1e9f3c-0000-4000-8000-0123456789ab',
        '6B1E9F3C0000400080000123456789AB',
        '{6b1e9f3c-0000-4000-8000-0123456789ab}',
        '(6b1e9f3c-0000-4000-8000-0123456789ab)',
        '6b1e9f3c-0000-4000-8000-0123456789a',
        '6b1e',
        '{6b1e9f3c-0000-4000-8000-0123456789ab)',
        ' 6b1e9f3c-0000-4000-8000-0123456789ab ',
      ),
    ],
    alpha: ['alpha', accepts('alpha', 'abC', 'ab1', 'é', 'a b', 'a-b')],
    length: ['length(2)', accepts('length2', 'a', 'ab', 'abc', 'é€', '😀')],
    lengths: ['length(2,3)', accepts('length23', 'a', 'ab', 'abc', 'abcd')],
    minLength: ['minlength(2)', accepts('minlength', 'a', 'ab', 'abc')],
    maxLength: ['maxlength(2)', accepts('maxlength', 'a', 'ab', 'abc')],
    min: ['min(3)', accepts('min', '2', '3', '4', 'x', '3.5', '-5')],
    max: ['max(3)', accepts('max', '2', '3', '4', 'x', '-5')],
    range: ['range(2,4)', accepts('range', '1', '2', '4', '5', 'x', '3.0')],
    regex: ['regex(^[ab]+$)', accepts('regex', 'ab', 'AB', 'abc', 'b')],
    regexDigits: ['regex(^\\d{{3}}$)', accepts('regexDigits', '123', '12', '1234', '١٢٣')],
    regexBrackets: ['regex(^[[ab]]+$)', accepts('regexBrackets', 'a', 'ab', 'a]', '[]', '[', 'a]]')],
    regexColon: ['regex(^a:b$)', accepts('regexColon', 'a:b', 'ab')],
    required: ['required', accepts('required', 'x', ' ')],
    file: ['file and nonfile: file', accepts('file', 'a.txt', 'a', 'a.', '.a', 'a.b.c', '..')],
    nonfile: ['file and nonfile: nonfile', accepts('nonfile', 'a.txt', 'a', 'a.', '.a', 'a.b.c')],
    both: ['int:min(5)', accepts('both', '4', '5', 'x')],
  },
  'http',
);

export const hostPrecedence = area(
  'hostPrecedence',
  {
    rest: [
      'the first by name wins, though the other is more specific',
      leadTo('order/literal', 'order/other'),
    ],
    literal: ['a literal that is first by name', leadTo('prefer/literal', 'prefer/other')],
    kinds: ['constraints part two functions of one form', leadTo('kind/5', 'kind/five', 'kind/5five')],
    depth: ['of two routes that both fit the first by name takes it', leadTo('depth/1', 'depth/1/2')],
    underscore: ['an underscore sorts after digits and letters', leadTo('under/1')],
    shared: [
      'functions share a route by method',
      async (call) => {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
          call.see(method, await call.wire(method, '/api/shared'));
        }
      },
    ],
    twice: ['of two functions with one route the second is in error', leadTo('twice')],
    caseOnly: ['routes that differ in case only are one', leadTo('sHaReD')],
  },
  'http',
);
