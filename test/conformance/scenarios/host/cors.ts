import { area, type Play } from '../../scenario.ts';

/** A request of a page at an origin. */
function asks(method: string, ...lists: string[][]): Play {
  return async (call) => {
    for (const headers of lists)
      call.see(headers.join(' | '), await call.wire(method, '/api/answer/text', { headers }));
  };
}

const preflight = (origin: string, method = 'PUT', ...more: string[]): string[] => [
  `Origin: ${origin}`,
  `Access-Control-Request-Method: ${method}`,
  ...more,
];

export const hostCors = area(
  'hostCors',
  {
    allowed: [
      'a page of an allowed origin',
      asks('GET', ['Origin: http://app.test'], ['Origin: https://other.test:8443']),
    ],
    foreign: [
      'pages of other origins',
      asks(
        'GET',
        ['Origin: http://evil.test'],
        ['Origin: https://app.test'],
        ['Origin: http://app.test:8080'],
        ['Origin: null'],
        ['Origin:'],
      ),
    ],
    spelling: [
      'an origin in another spelling',
      asks('GET', ['Origin: HTTP://APP.TEST'], ['Origin: http://app.test/'], ['Origin: http://app.test:80']),
    ],
    none: ['no page at all', asks('GET', [])],
    preflight: [
      'a preflight',
      asks(
        'OPTIONS',
        preflight('http://app.test'),
        preflight('http://app.test', 'GET'),
        preflight('http://app.test', 'PURGE'),
        preflight('http://app.test', 'put'),
      ),
    ],
    preflightHeaders: [
      'a preflight that asks for headers',
      asks(
        'OPTIONS',
        preflight('http://app.test', 'POST', 'Access-Control-Request-Headers: x-own'),
        preflight('http://app.test', 'POST', 'Access-Control-Request-Headers: X-Own,content-type, x-b'),
        preflight('http://app.test', 'POST', 'Access-Control-Request-Private-Network: true'),
      ),
    ],
    preflightForeign: ['a preflight of another origin', asks('OPTIONS', preflight('http://evil.test'))],
    options: [
      'OPTIONS that is no preflight',
      asks('OPTIONS', ['Origin: http://app.test'], ['Access-Control-Request-Method: PUT'], []),
    ],
    otherMethod: ['headers of a preflight on another method', asks('GET', preflight('http://app.test'))],
    elsewhere: [
      'beside the functions',
      async (call) => {
        for (const path of ['/api/nope', '/', '/admin/host/ping', '/api/answer/throws']) {
          call.see(
            path,
            (({ body: _, ...rest }) => rest)(
              (await call.wire('GET', path, { headers: ['Origin: http://app.test'] })) as { body: string },
            ),
          );
        }
        call.see('preflight', await call.wire('OPTIONS', '/nope', { headers: preflight('http://app.test') }));
      },
    ],
    ownHeader: [
      'an answer with such a header of its own',
      async (call) =>
        call.see(
          'answer',
          await call.wire('GET', '/api/answer/knownHeaders', { headers: ['Origin: http://app.test'] }),
        ),
    ],
  },
  'httpCors',
);

export const hostCorsAny = area(
  'hostCorsAny',
  {
    any: ['any origin', asks('GET', ['Origin: http://x.test'], ['Origin: null'], [])],
    preflight: ['a preflight of any origin', asks('OPTIONS', preflight('http://x.test'))],
  },
  'httpCorsAny',
);
