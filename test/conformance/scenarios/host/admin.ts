import type { Caller } from '../../caller.ts';
import { area, type Play } from '../../scenario.ts';

const json = 'Content-Type: application/json';

function get(...paths: string[]): Play {
  return async (call) => {
    for (const path of paths) call.see(path, await call.wire('GET', path));
  };
}

/** Where a function's files are, which is another everywhere. */
const places = new Set([
  'script_href',
  'script_root_path_href',
  'config_href',
  'test_data_href',
  'functionDirectory',
]);

/** A function as the admin API shows it. */
async function described(call: Caller, path: string): Promise<unknown> {
  const { status, headers, body } = await call.get(path);
  const without = JSON.stringify(body, (key, value) => (places.has(key) ? undefined : value));
  // The library makes up the names of triggers.
  return { status, headers, body: JSON.parse(without.replace(/(Trigger)[0-9a-f]{10}/g, '$1<id>')) };
}

export const hostAdmin = area(
  'hostAdmin',
  {
    status: [
      'the state of the host',
      async (call) => {
        const { status, headers, body } = await call.get('/admin/host/status');
        const state = body as Record<string, unknown>;
        call.see('answer', {
          status,
          headers,
          keys: Object.keys(state),
          state: state.state,
          editing: state.functionAppContentEditingState,
        });
        call.see(
          'kinds',
          Object.fromEntries(Object.entries(state).map(([key, value]) => [key, typeof value])),
        );
      },
    ],
    statusMethods: [
      'other methods on the state',
      async (call) => {
        for (const method of ['HEAD', 'POST', 'PUT', 'DELETE'])
          call.see(method, await call.wire(method, '/admin/host/status'));
      },
    ],
    ping: [
      'ping',
      async (call) => {
        for (const method of ['GET', 'POST', 'HEAD', 'PUT'])
          call.see(method, await call.wire(method, '/admin/host/ping'));
        call.see('other case', await call.wire('GET', '/ADMIN/Host/Ping/'));
      },
    ],
    front: [
      'the front page',
      async (call) => {
        const { status, headers } = await call.get('/');
        call.see('answer', { status, headers });
      },
    ],
    one: [
      'a function',
      async (call) => {
        call.see('HTTP', await described(call, '/admin/functions/Route_value'));
        call.see('timer', await described(call, '/admin/functions/Timer'));
        call.see('other case', (await call.get('/admin/functions/route_VALUE')).status);
      },
    ],
    list: [
      'all functions',
      async (call) => {
        const { status, headers, body } = await call.get('/admin/functions');
        const names = (body as { name: string }[]).map(({ name }) => name);
        call.see('answer', {
          status,
          headers,
          count: names.length,
          some: names.filter((name) => /^(Plain|Route|Bad|Twice|order|Order)/.test(name)),
        });
      },
    ],
    inError: [
      'a function in error',
      async (call) => {
        for (const name of ['Bad_admin', 'Twice_2', 'Shared_writeAgain']) {
          const { status, body } = await call.get(`/admin/functions/${name}/status`);
          call.see(name, { status, body });
        }
      },
    ],
    functionStatus: [
      'the state of a function',
      get('/admin/functions/Plain/status', '/admin/functions/nope/status'),
    ],
    unknown: [
      'paths that are not there',
      get(
        '/admin',
        '/admin/',
        '/admin/nope',
        '/admin/host',
        '/admin/host/nope',
        '/admin/functions/nope',
        '/admin/functions/Plain/nope',
        '/runtime/webhooks',
        '/runtime/webhooks/nope',
        '/runtime/webhooks/nope/x',
        '/runtime',
      ),
    ],
    run: [
      'a function is run by hand',
      async (call) => {
        const run = async (what: string, name: string, body: string, headers = [json]) =>
          call.see(what, await call.wire('POST', `/admin/functions/${name}`, { headers, body }));
        await run('unknown', 'nope', '{}');
        await run('bad JSON', 'Event', '{');
        await run('no type', 'Event', '{}', []);
        await run('text', 'Event', '{}', ['Content-Type: text/plain']);
        await run('no body', 'Event', '');
        await run('null', 'Event', 'null');
        await run('list', 'Event', '[]');
        await run('HTTP function', 'Plain', '{}');
      },
    ],
    runInput: [
      'a function is run by hand with an input',
      async (call) => {
        const input = JSON.stringify({ subject: call.id(), id: 'x', data: { a: 1 } });
        call.see(
          'answer',
          await call.wire('POST', '/admin/functions/Event', {
            headers: [json],
            body: JSON.stringify({ input }),
          }),
        );
        call.see(
          'seen',
          (
            await call.untilAnswer(
              `/api/seen/${call.id()}`,
              (answer) => (answer.body as unknown[]).length > 0,
            )
          ).body,
        );
      },
    ],
    hostKeys: [
      'keys of the host',
      async (call) => {
        for (const path of [
          'keys',
          'functionkeys',
          'systemkeys',
          'keys/default',
          'keys/nope',
          'systemkeys/nope',
          'otherkeys',
          'keys/_master',
          'systemkeys/_master',
          'functionkeys/_master',
        ]) {
          const { status, headers, body } = await call.get(`/admin/host/${path}`);
          call.see(path, { status, headers, body: hidden(body) });
        }
      },
    ],
    functionKeys: [
      'keys of a function',
      async (call) => {
        for (const path of [
          'Level_function/keys',
          'Level_function/keys/default',
          'Level_function/keys/nope',
          'nope/keys',
        ]) {
          const { status, headers, body } = await call.get(`/admin/functions/${path}`);
          call.see(path, { status, headers, body: hidden(body) });
        }
      },
    ],
  },
  'http',
);

/** Without the keys' values, which are another everywhere. */
export function hidden(body: unknown): unknown {
  return body === null
    ? null
    : JSON.parse(JSON.stringify(body, (key, value) => (key === 'value' ? '<key>' : value)));
}
