import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TaskSpec } from '../app/script-steps.ts';
import type { Caller } from '../caller.ts';
import { area, type Play } from '../scenario.ts';

/** One call: of which path below the scenario's own, what it is answered, and what Cookie header the app itself gives. */
type Ask = { path?: string; set?: string[]; sends?: string; status?: number; method?: string };

/**
 * Lets one orchestration make these calls, one after the other, and notes what each sent as cookies; a number is a pause in
 * milliseconds. They go to a server of the scenario, since the Functions host passes on one Set-Cookie header only.
 */
const asks =
  (...steps: (Ask | number)[]): Play =>
  (call) =>
    withServer(call, async (origin) => {
      await call.start(
        'Script',
        steps.map((step) => (typeof step === 'number' ? { timer: step } : asking(origin, step))),
      );
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, sent: (output as unknown[]).map(cookieOf) });
    });

function asking(
  origin: string,
  { path = '/in/one', set = [], sends, status = 200, method = 'GET' }: Ask,
): TaskSpec {
  const says = encodeURIComponent(JSON.stringify({ set, status }));
  return {
    http: {
      method,
      url: `${origin}${path}?${says}`,
      ...(sends !== undefined && { headers: { cookie: sends } }),
    },
  };
}

function cookieOf(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || !('content' in result)) return result;
  return result.content;
}

/**
 * Answers with the Set-Cookie headers of its query, and tells the cookies that came; a redirect or a 202 leads to `/in/there`. All
 * is below a path of the scenario's own, `{root}` in cookies, and is taken back at the end: the calls of a process share one set
 * of cookies, which on Azure holds twenty for a host.
 */
async function withServer(call: Caller, use: (origin: string) => Promise<void>): Promise<void> {
  const root = `/${call.id()}`;
  const given = new Set<string>();
  const server = createServer((request, response) => {
    const says = decodeURIComponent(request.url?.split('?')[1] ?? '');
    const { set = [], status = 200 } = says === '' ? {} : (JSON.parse(says) as Ask);
    const cookies = set.map((one) => one.replaceAll('{root}', root));
    for (const cookie of cookies) given.add(cookie.replace(/; *(max-age|expires)=[^;]*/i, ''));
    response.writeHead(status, {
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
      ...(status !== 200 && status < 500 && { location: `${root}/in/there`, 'retry-after': '1' }),
    });
    response.end(request.headers.cookie ?? '(none)');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}${root}`;
  try {
    await use(origin);
    const set = [...given].map((cookie) => `${cookie}; max-age=0`);
    const id = `${call.id()}-${randomUUID()}`;
    await call.start('Script', [asking(origin, { set })], id);
    await call.end(id);
  } finally {
    server.close();
  }
}

/** Sets a cookie and calls again. */
const kept = (cookie: string | string[], next: Ask = {}): Play => asks({ set: [cookie].flat() }, next);

/** Cookies that `callHttp` is given, and those that it sends. */
export const cookies = area('cookies', {
  kept: ['a cookie is sent with the next call', kept('a=1; path={root}')],
  session: ['an HttpOnly cookie', kept('a=1; path={root}; HttpOnly; SameSite=Strict')],
  secure: ['a secure cookie over HTTP', kept('a=1; path={root}; Secure')],
  noPath: [
    'a cookie without a path',
    asks({ set: ['a=1'] }, { path: '/in/two' }, { path: '/in/x/y' }, { path: '/in' }, { path: '/out' }),
  ],
  deepPath: ['a cookie of a deeper path', kept('a=1; path={root}/in/deep')],
  deeper: ['a cookie and a deeper call', kept('a=1; path={root}/in', { path: '/in/deep/er' })],
  beside: ['a path that only begins alike', kept('a=1; path={root}/in/de', { path: '/in/deep' })],
  rootPath: ['a cookie for a path above the call', kept('a=1; path={root}', { path: '' })],
  foreign: ['a cookie for another path', asks({ set: ['a=1; path={root}/out'] }, {}, { path: '/out/x' })],
  otherDomain: ['a cookie for another host', kept('a=1; path={root}; domain=example.com')],
  sameDomain: ['a cookie for the host by name', kept('a=1; path={root}; domain=127.0.0.1')],
  two: ['two cookies', asks({ set: ['a=1; path={root}', 'b=2; path={root}'] }, {})],
  twoReversed: [
    'two cookies, the shorter path first',
    asks({ set: ['a=1; path={root}', 'b=2; path={root}/in'] }, {}),
  ],
  replaced: ['a cookie set anew', asks({ set: ['a=1', 'b=1'] }, { set: ['a=2'] }, {})],
  twoPaths: ['one name on two paths', asks({ set: ['a=1; path={root}', 'a=2; path={root}/in'] }, {})],
  otherCase: ['names that differ in case', asks({ set: ['a=1; path={root}', 'A=2; path={root}'] }, {})],
  deleted: [
    'a cookie that is taken back by its age',
    asks({ set: ['a=1'] }, { set: ['a=1; max-age=0'] }, {}),
  ],
  expired: [
    'a cookie that is taken back by a date',
    asks({ set: ['a=1'] }, { set: ['a=; expires=Thu, 01 Jan 1970 00:00:00 GMT'] }, {}),
  ],
  ages: ['a cookie of one second', asks({ set: ['a=1; max-age=2'] }, {}, 4_500, {})],
  lasts: ['a cookie with a date to come', kept('a=1; expires=Wed, 01 Jan 2098 00:00:00 GMT')],
  bothAges: [
    'an age and a date',
    kept([
      'a=1; max-age=60; expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'b=2; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=60',
      'c=3; max-age=soon',
      'd=4; expires=soon',
      'f=5; max-age=-1',
    ]),
  ],
  badPath: ['a path that is none', kept('b=2; path=in')],
  values: ['values of all kinds', kept(['a="q u"', 'b=x=y', 'c=', 'd=%20'])],
  forms: ['cookies that are hardly any', kept(['e', ' f = 7 ', '=8', 'g=9; Path="{root}"', 'h=1,2'])],
  attributes: [
    'attributes in other letters',
    kept(['a=1; PATH={root}; HTTPONLY', 'b=2;path={root};max-age=60']),
  ],
  own: ['a Cookie header of the app', asks({ sends: 'mine=1' })],
  ownToo: ['a Cookie header of the app beside one that was set', kept('a=1', { sends: 'mine=1' })],
  posted: ['a cookie of a POST', asks({ method: 'POST', set: ['a=1'] }, { method: 'POST' })],
  ofError: ['a cookie that comes with an error', asks({ set: ['a=1'], status: 500 }, {})],
  others: [
    'a cookie that another instance was given',
    (call) =>
      withServer(call, async (origin) => {
        for (const set of [['a=1'], []]) {
          const part = set.length > 0 ? 'first' : 'second';
          await call.start('Script', [asking(origin, { set })], call.id(part));
          const { output } = await call.end(call.id(part));
          call.see(part, (output as unknown[]).map(cookieOf));
        }
      }),
  ],
  ports: [
    'a cookie and another port of the host',
    (call) =>
      withServer(call, (origin) =>
        withServer(call, async (other) => {
          await call.start('Script', [asking(origin, { set: ['a=1; path={root}/in'] }), asking(other, {})]);
          const { output } = await call.end();
          call.see('sent', (output as unknown[]).map(cookieOf));
        }),
      ),
  ],
  redirected: ['a cookie that comes with a redirect', asks({ set: ['a=1'], status: 302 })],
  polled: ['a cookie that comes with a 202', asks({ set: ['a=1'], status: 202 })],
  shown: [
    'what the orchestrator gets of cookies',
    (call) =>
      withServer(call, async (origin) => {
        await call.start('Script', [asking(origin, { set: ['a=1', 'b=2'] })]);
        const { output } = await call.end();
        const [{ headers }] = output as [{ headers: Record<string, unknown> }];
        call.see(
          'headers',
          Object.entries(headers).filter(([name]) => /^set-cookie$/i.test(name)),
        );
      }),
  ],
});
