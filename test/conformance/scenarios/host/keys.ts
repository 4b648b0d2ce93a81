import type { Caller } from '../../caller.ts';
import { area } from '../../scenario.ts';
import { hidden } from './admin.ts';

const levels = ['anonymous', 'unset', 'function', 'admin'];

async function lineOf(call: Caller, path: string, key?: string): Promise<string> {
  const answer = await call.wire('GET', path, {
    headers: key === undefined ? [] : [`x-functions-key: ${key}`],
  });
  return typeof answer === 'string' ? answer : answer.line;
}

/** What a key opens. */
async function seeLevels(call: Caller, key: string): Promise<void> {
  for (const level of levels) call.see(level, await lineOf(call, `/api/level/${level}`, key));
}

async function keyValue(call: Caller, path: string): Promise<string> {
  const { body } = await call.get(path, { 'x-functions-key': call.masterKey });
  return (body as { value: string }).value;
}

const hostKey = (call: Caller): Promise<string> => keyValue(call, '/admin/host/functionkeys/default');

/** Writes a key and tells the answer without its value. */
async function write(call: Caller, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await call.call(method, path, {
    headers: {
      'x-functions-key': call.masterKey,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { ...answer, body: hidden(answer.body) };
}

const keyBody = (name: string, value: string): unknown => ({ name, value });

export const hostKeys = area(
  'hostKeys',
  {
    none: [
      'without a key',
      async (call) => {
        for (const level of levels) call.see(level, await call.wire('GET', `/api/level/${level}`));
      },
    ],
    bad: [
      'a key that is none',
      async (call) => {
        await seeLevels(call, 'bad');
        call.see('empty', await lineOf(call, '/api/level/function', ''));
        call.see('empty code', await lineOf(call, '/api/level/function?code='));
      },
    ],
    host: [
      'a key of the host',
      async (call) => {
        const key = await hostKey(call);
        await seeLevels(call, key);
      },
    ],
    master: [
      'the master key',
      async (call) => {
        await seeLevels(call, call.masterKey);
      },
    ],
    own: [
      'a key of one function',
      async (call) => {
        call.see(
          'written',
          await write(
            call,
            'PUT',
            '/admin/functions/Level_function/keys/own',
            keyBody('own', 'own-key-of-a-function'),
          ),
        );
        await seeLevels(call, 'own-key-of-a-function');
        call.see('admin', await lineOf(call, '/admin/functions', 'own-key-of-a-function'));
      },
    ],
    system: [
      'a key of an extension',
      async (call) => {
        call.see(
          'written',
          await write(
            call,
            'PUT',
            '/admin/host/systemkeys/some_extension',
            keyBody('some_extension', 'system-key-of-some'),
          ),
        );
        await seeLevels(call, 'system-key-of-some');
        call.see('admin', await lineOf(call, '/admin/functions', 'system-key-of-some'));
      },
    ],
    code: [
      'where a key may stand',
      async (call) => {
        const key = encodeURIComponent(await hostKey(call));
        call.see('code', await lineOf(call, `/api/level/function?code=${key}`));
        call.see('CODE', await lineOf(call, `/api/level/function?CODE=${key}`));
        call.see('other', await lineOf(call, `/api/level/function?key=${key}`));
        call.see('header wins', await lineOf(call, `/api/level/function?code=${key}`, 'bad'));
        call.see('bad code beside', await lineOf(call, '/api/level/function?code=bad', await hostKey(call)));
        call.see('code after another', await lineOf(call, `/api/level/function?a=1&code=${key}`));
        call.see('twice', await lineOf(call, `/api/level/function?code=bad&code=${key}`));
      },
    ],
    bearer: [
      'other ways to say who one is',
      async (call) => {
        for (const header of [
          'Authorization: Bearer x',
          'Authorization: Basic eDp4',
          'x-ms-site-restricted-token: x',
        ]) {
          const answer = await call.wire('GET', '/api/level/function', { headers: [header] });
          call.see(header, answer);
        }
      },
    ],
    missing: [
      'a refused caller does not learn what is there',
      async (call) => {
        call.see('wrong method', await call.wire('PUT', '/api/level/function'));
        call.see('unknown', await lineOf(call, '/api/nope'));
      },
    ],
    admin: [
      'the admin API',
      async (call) => {
        const keys = { none: undefined, bad: 'bad', host: await hostKey(call), master: call.masterKey };
        for (const path of [
          '/admin/host/status',
          '/admin/functions',
          '/admin/functions/Plain',
          '/admin/functions/nope',
          '/admin/host/keys',
          '/admin/host/ping',
          '/admin/nope',
          '/',
        ]) {
          const lines: Record<string, string> = {};
          for (const [name, key] of Object.entries(keys)) lines[name] = await lineOf(call, path, key);
          call.see(path, lines);
        }
      },
    ],
    adminRun: [
      'running a function by hand',
      async (call) => {
        for (const [name, key] of [
          ['none', ''],
          ['host', await hostKey(call)],
          ['master', call.masterKey],
        ] as const) {
          const headers = [
            'Content-Type: application/json',
            ...(key === '' ? [] : [`x-functions-key: ${key}`]),
          ];
          call.see(name, await call.wire('POST', '/admin/functions/Timer', { headers, body: '{}' }));
        }
      },
    ],
    webhooks: [
      'the webhooks of extensions',
      async (call) => {
        const keys = { none: undefined, bad: 'bad', host: await hostKey(call), master: call.masterKey };
        for (const path of ['/runtime/webhooks/EventGrid?functionName=Event', '/runtime/webhooks/nope']) {
          const lines: Record<string, string> = {};
          for (const [name, key] of Object.entries(keys)) lines[name] = await lineOf(call, path, key);
          call.see(path, lines);
        }
      },
    ],
    eventGrid: [
      'the key of Event Grid',
      async (call) => {
        const path = '/admin/host/systemkeys/eventgrid_extension';
        const key = 'key-of-event-grid';
        await write(call, 'PUT', path, keyBody('eventgrid_extension', key));
        const headers = ['Content-Type: application/json', 'aeg-event-type: Notification'];
        call.see(
          'without',
          await call.wire('POST', '/runtime/webhooks/EventGrid?functionName=Event', { headers, body: '[]' }),
        );
        const accepted = await call.wire(
          'POST',
          `/runtime/webhooks/EventGrid?functionName=Event&code=${key}`,
          { headers, body: '[]' },
        );
        call.see('with', typeof accepted === 'string' ? accepted : accepted.line);
        call.see('on a function', await lineOf(call, '/api/level/function', key));
      },
    ],
    write: [
      'keys are written',
      async (call) => {
        call.see('made', await write(call, 'POST', '/admin/host/functionkeys/made'));
        call.see('made again', await write(call, 'POST', '/admin/host/functionkeys/made'));
        call.see(
          'put',
          await write(call, 'PUT', '/admin/host/functionkeys/put', keyBody('put', 'value-that-was-put')),
        );
        call.see('opens', await lineOf(call, '/api/level/function', 'value-that-was-put'));
        call.see(
          'put again',
          await write(call, 'PUT', '/admin/host/functionkeys/put', keyBody('put', 'another-value-put')),
        );
        call.see('old value', await lineOf(call, '/api/level/function', 'value-that-was-put'));
        call.see('new value', await lineOf(call, '/api/level/function', 'another-value-put'));
        call.see('deleted', await write(call, 'DELETE', '/admin/host/functionkeys/put'));
        call.see('deleted again', await write(call, 'DELETE', '/admin/host/functionkeys/put'));
        call.see('closed', await lineOf(call, '/api/level/function', 'another-value-put'));
      },
    ],
    writeOdd: [
      'keys that cannot be written',
      async (call) => {
        call.see('no body', await write(call, 'PUT', '/admin/host/functionkeys/odd'));
        call.see('no value', await write(call, 'PUT', '/admin/host/functionkeys/odd', {}));
        call.see(
          'other name',
          await write(call, 'PUT', '/admin/host/functionkeys/odd', keyBody('other', 'value-of-another')),
        );
        call.see(
          'unknown function',
          await write(call, 'PUT', '/admin/functions/nope/keys/odd', keyBody('odd', 'x')),
        );
        call.see(
          'underscore',
          await write(call, 'PUT', '/admin/host/functionkeys/_odd', keyBody('_odd', 'x')),
        );
        call.see('master deleted', await write(call, 'DELETE', '/admin/host/systemkeys/_master'));
        call.see('PATCH', await write(call, 'PATCH', '/admin/host/functionkeys/odd'));
        call.see('list', await write(call, 'POST', '/admin/host/functionkeys'));
      },
    ],
    functionWrite: [
      'keys of a function are written',
      async (call) => {
        const path = '/admin/functions/Level_function/keys/second';
        call.see('made', await write(call, 'POST', path));
        call.see('shown', await write(call, 'GET', path));
        call.see('put', await write(call, 'PUT', path, keyBody('second', 'value-of-the-second')));
        call.see('opens', await lineOf(call, '/api/level/function', 'value-of-the-second'));
        call.see('deleted', await write(call, 'DELETE', path));
        call.see('deleted again', await write(call, 'DELETE', path));
      },
    ],
  },
  'httpKeys',
);
