import { app } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { hostOf, startHost } from './start-host.ts';

/** A function that answers with the route values it got. */
function echo(name: string, route?: string, methods?: ('GET' | 'POST' | 'HEAD')[]): void {
  app.http(name, {
    ...(route !== undefined && { route }),
    ...(methods && { methods }),
    handler: (request) => ({ jsonBody: { name, ...request.params } }),
  });
}

/** Serves one route and answers what paths below /api give: their values, or a status. */
async function valuesOf(route: string, paths: string[]): Promise<unknown[]> {
  const host = await hostOf(() => echo('f', route));
  return Promise.all(
    paths.map(async (path) => {
      const response = await fetch(`${host.origin}/api/${path}`);
      if (response.status !== 200) return response.status;
      const { name: _, ...values } = (await response.json()) as Record<string, string>;
      return values;
    }),
  );
}

test('serves a function under its name when it has no route', async () => {
  const host = await hostOf(() => echo('plain'));
  expect((await fetch(`${host.origin}/api/plain`)).status).toBe(200);
});

test('literals ignore case, values keep it', async () => {
  expect(await valuesOf('Sites/{siteId}', ['sites/Blog', 'SITES/bLOG'])).toEqual([
    { siteId: 'Blog' },
    { siteId: 'bLOG' },
  ]);
});

test('a trailing slash is accepted, an empty segment is not', async () => {
  expect(await valuesOf('a/{b}', ['a/x/', 'a//x', 'a/x//', 'a'])).toEqual([{ b: 'x' }, 404, 404, 404]);
});

test('escapes are decoded, but %2F stays', async () => {
  expect(await valuesOf('a/{b}', ['a/x%20y', 'a/x%2Fy', 'a/%C3%A9', 'a/%zz'])).toEqual([
    { b: 'x y' },
    { b: 'x%2Fy' },
    { b: 'é' },
    { b: '%zz' },
  ]);
});

test('an absent optional value has no key', async () => {
  expect(await valuesOf('a/{b?}', ['a', 'a/', 'a/1', 'a/1/2'])).toEqual([{}, {}, { b: '1' }, 404]);
});

test('a catch-all takes any depth and has no key when absent', async () => {
  expect(await valuesOf('a/{*rest}', ['a', 'a/', 'a/b', 'a/b/c'])).toEqual([
    {},
    {},
    { rest: 'b' },
    { rest: 'b/c' },
  ]);
});

test('a default is given when the value is absent', async () => {
  expect(await valuesOf('a/{x=ham}', ['a', 'a/egg'])).toEqual([{ x: 'ham' }, { x: 'egg' }]);
});

test('several values in one segment split at the last separator', async () => {
  expect(await valuesOf('{a}-{b}.json', ['x-y.json', 'x-y-z.json', 'x.json', 'x-y.txt'])).toEqual([
    { a: 'x', b: 'y' },
    { a: 'x-y', b: 'z' },
    404,
    404,
  ]);
});

test('an optional extension takes its dot along', async () => {
  expect(await valuesOf('{base}.{ext?}', ['a.b.txt', 'a'])).toEqual([
    { base: 'a.b', ext: 'txt' },
    { base: 'a' },
  ]);
});

describe('a constraint that fails is a 404', () => {
  const accepted = { status: 200 };
  const refused = { status: 404 };
  const cases: [constraint: string, good: string[], bad: string[]][] = [
    ['int', ['1', '-7', '2147483647'], ['x', '1.5', '2147483648']],
    ['long', ['9223372036854775807'], ['9223372036854775808', 'x']],
    ['guid', ['6b1e9f3c-0000-4000-8000-0123456789ab', '6B1E9F3C0000400080000123456789AB'], ['6b1e']],
    ['alpha', ['abC'], ['ab1']],
    ['bool', ['true', 'TRUE', 'False'], ['yes', '1']],
    ['datetime', ['2026-01-31', '2026-01-31T10:00:00'], ['yesterday', '2026-13-45']],
    ['decimal', ['1.5', '-2'], ['x']],
    ['double', ['1e5'], ['1e']],
    ['length(2)', ['ab'], ['a', 'abc']],
    ['length(2,3)', ['ab', 'abc'], ['a', 'abcd']],
    ['minlength(2)', ['ab'], ['a']],
    ['maxlength(2)', ['ab'], ['abc']],
    ['min(3)', ['3'], ['2', 'x']],
    ['max(3)', ['3'], ['4']],
    ['range(2,4)', ['2', '4'], ['1', '5']],
    ['regex(^[ab]+$)', ['ab', 'AB'], ['abc']],
    ['regex(^\\d{{3}}$)', ['123'], ['12']],
    ['int:min(5)', ['5'], ['4', 'x']],
  ];
  test.each(cases)('{x:%s}', async (constraint, good, bad) => {
    const host = await hostOf(() => echo('f', `{x:${constraint}}`));
    const statusOf = async (value: string) => {
      const { status } = await fetch(`${host.origin}/api/${encodeURIComponent(value)}`);
      return { value, status };
    };
    for (const value of good) expect(await statusOf(value)).toEqual({ value, ...accepted });
    for (const value of bad) expect(await statusOf(value)).toEqual({ value, ...refused });
  });
});

test('an optional value may be constrained', async () => {
  expect(await valuesOf('a/{x:int?}', ['a', 'a/5', 'a/b'])).toEqual([{}, { x: '5' }, 404]);
});

test('brackets of a regex constraint are not escaped by doubling', async () => {
  expect(await valuesOf('{x:regex(^[[ab]]+$)}', ['ab'])).toEqual([404]);
});

test('routes are tried by function name, not by how specific they are', async () => {
  const host = await hostOf(() => {
    echo('lit', 'prec/literal');
    echo('All', 'prec/{*r}');
  });
  const response = await fetch(`${host.origin}/api/prec/literal`);
  expect(await response.json()).toEqual({ name: 'All', r: 'literal' });
});

test('of two functions with one route and method the second by name is in error', async () => {
  const host = await hostOf(() => {
    echo('dup2', 'dup');
    echo('dup1', 'dup');
  });
  expect(await (await fetch(`${host.origin}/api/dup`)).json()).toEqual({ name: 'dup1' });
  expect(host.logText()).toContain(
    "The 'dup2' function is in error: The route specified conflicts with the route defined by function 'dup1'.",
  );
});

test('two functions may share a route when their methods differ', async () => {
  const host = await hostOf(() => {
    echo('reader', 'shared', ['GET']);
    echo('writer', 'shared', ['POST']);
  });
  expect(await (await fetch(`${host.origin}/api/shared`)).json()).toEqual({ name: 'reader' });
  expect(await (await fetch(`${host.origin}/api/shared`, { method: 'POST' })).json()).toEqual({
    name: 'writer',
  });
});

test.each(['admin/x', 'adminkey'])('a route that begins with admin is in error: %s', async (route) => {
  const host = await hostOf(() => echo('f', route));
  expect((await fetch(`${host.origin}/api/${route}`)).status).toBe(404);
  expect(host.logText()).toContain('The specified route conflicts with one or more built in routes.');
});

// Seen on a Functions host 4.1037; its source maps all routes in one go, before anything is served.
describe('a malformed route template stops the whole host', () => {
  const templates: [route: string, message: string][] = [
    ['{x:nosuch}', "The constraint reference 'nosuch' could not be resolved to a type."],
    ['{x', 'There is an incomplete parameter in the route template.'],
    ['{x}/{X}', "The route parameter name 'X' appears more than one time"],
    ['{}', "The route parameter name '' is invalid."],
  ];
  const register = (route: string) => (): void => {
    echo('bad', route);
    echo('good');
  };

  test.each(templates)('with %s every request is answered 503', async (route, message) => {
    const host = await hostOf(register(route));
    for (const path of ['/api/good', '/api/nope', '/', '/runtime/webhooks/durabletask/instances']) {
      const response = await fetch(host.origin + path);
      expect([path, response.status, await response.text()]).toEqual([
        path,
        503,
        'Function host is not running.',
      ]);
      expect(response.headers.has('content-type')).toBe(false);
    }
    const [line] = host.log.filter(({ trap }) => trap === 'routeMalformed');
    expect(line).toMatchObject({ level: 'error', functionName: 'bad' });
    expect(line?.message).toContain(`The route '${route}' of 'bad' is malformed: ${message}`);
    expect(line?.message).toContain('answers 503 to every call of every function, here as on Azure');
    expect(host.startError?.message).toBe(line?.message);
  });

  test('below /admin it says so', async () => {
    const host = await hostOf(register('{x'));
    const get = async (path: string) => (await fetch(`${host.origin}/admin/${path}`)).json();
    expect(await get('host/status')).toMatchObject({ state: 'Error', errors: [host.startError?.message] });
    expect(await get('functions')).toMatchObject([{ name: 'bad' }, { name: 'good' }]);
    expect((await fetch(`${host.origin}/admin/host/ping`)).status).toBe(200);
    expect((await fetch(`${host.origin}/admin/nope`)).status).toBe(404);
    const run = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"input":""}' };
    expect((await fetch(`${host.origin}/admin/functions/good`, run)).status).toBe(503);
  });

  test('a function that is disabled does, too', async () => {
    const env = { 'AzureWebJobs.bad.Disabled': 'true' };
    const host = await startHost({ app: { register: register('{x') }, env });
    expect((await fetch(`${host.origin}/api/good`)).status).toBe(503);
  });

  test('neither the durable engine nor a trigger starts', async () => {
    let ran = false;
    const host = await startHost({
      app: {
        register: () => {
          echo('bad', '{x');
          app.timer('tick', {
            schedule: '* * * * * *',
            runOnStartup: true,
            handler: () => {
              ran = true;
            },
          });
        },
      },
      durable: () => Promise.reject(new Error('started')),
    });
    host.clock.advanceBy(5_000);
    await fetch(host.origin);
    expect(ran).toBe(false);
  });
});

test('a regex constraint that JavaScript cannot read puts the one function in error', async () => {
  const host = await hostOf(() => {
    echo('bad', '{x:regex((?i)a)}');
    echo('good');
  });
  expect(host.logText()).toContain("The 'bad' function is in error: ");
  expect((await fetch(`${host.origin}/api/good`)).status).toBe(200);
});

test('the route prefix comes from host.json and may be empty', async () => {
  const host = await hostOf(() => echo('f', 'a/{b}'), { extensions: { http: { routePrefix: '' } } });
  expect(await (await fetch(`${host.origin}/a/1`)).json()).toEqual({ name: 'f', b: '1' });
});

test('a catch-all without a prefix leaves the own paths of the host alone', async () => {
  const host = await hostOf(() => echo('f', '{*all}'), { extensions: { http: { routePrefix: '' } } });
  expect((await fetch(`${host.origin}/admin/host/ping`)).headers.get('pragma')).toBe('no-cache');
});
