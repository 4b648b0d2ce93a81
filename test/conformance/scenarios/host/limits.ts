import { area } from '../../scenario.ts';

/** Numbers of equal statuses, sorted. */
function counted(statuses: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const status of [...statuses].sort()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export const hostLimits = area(
  'hostLimits',
  {
    outstanding: [
      'too many requests at once',
      async (call) => {
        const answers = await Promise.all(
          Array.from({ length: 5 }, () => call.wire('GET', '/api/slow/1500')),
        );
        const lines = answers.map((one) => (typeof one === 'string' ? one : one.line));
        call.see('statuses', counted(lines));
        call.see(
          'refused',
          answers.find((one) => typeof one !== 'string' && one.line.includes('429')),
        );
        call.see('running at the same time', [
          ...new Set(answers.map((one) => (typeof one === 'string' ? one : one.body)).filter(Boolean)),
        ]);
      },
    ],
    after: [
      'after them one at a time is served again',
      async (call) => call.see('answer', await call.wire('GET', '/api/slow/1')),
    ],
    outside: [
      'what is no function is not counted',
      async (call) => {
        const slow = [call.wire('GET', '/api/slow/1000'), call.wire('GET', '/api/slow/1000')];
        await call.pause(300);
        call.see('ping', await call.wire('GET', '/admin/host/ping'));
        call.see('unknown', await call.wire('GET', '/api/nope'));
        await Promise.all(slow);
      },
    ],
  },
  'httpLimits',
);

export const hostSettings = area(
  'hostSettings',
  {
    noPrefix: [
      'an empty route prefix',
      async (call) => {
        for (const path of ['/Plain', '/api/Plain', '/sites/Blog/pages', '/', '/nope']) {
          call.see(path, await call.wire('GET', path));
        }
      },
    ],
    customHeaders: [
      'custom headers are on every answer',
      async (call) => {
        for (const path of [
          '/answer/text',
          '/answer/undefined',
          '/answer/throws',
          '/nope',
          '/admin/host/ping',
          '/admin/functions/nope',
        ]) {
          call.see(path, await call.wire('GET', path));
        }
      },
    ],
    customHeadersOwn: [
      'a custom header and one of the app',
      async (call) => {
        call.see('known', await call.wire('GET', '/answer/knownHeaders'));
        call.see('own', await call.wire('GET', '/answer/headers'));
      },
    ],
    chunked: [
      'chunked bodies reach the function when they are switched on',
      async (call) => {
        const headers = ['Transfer-Encoding: chunked', 'Content-Type: text/plain'];
        for (const [name, body] of [
          ['one', '3\r\nabc\r\n0\r\n\r\n'],
          ['two', '1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n'],
          ['empty', '0\r\n\r\n'],
          ['bad', 'x\r\nabc\r\n'],
        ] as const) {
          call.see(name, await call.wire('POST', '/echo/text', { headers, body }));
        }
      },
    ],
    adminPaths: [
      'without a prefix a route still may not begin with admin',
      async (call) => {
        for (const path of ['/admin/x', '/administrator', '/admin/host/ping'])
          call.see(path, await call.wire('GET', path));
      },
    ],
  },
  'httpSettings',
);
