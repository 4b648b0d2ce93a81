import { writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildCommand, origin, startCommand } from './host-command-process.ts';
import { tempApp } from './temp-app.ts';

beforeAll(buildCommand);

const file = (body: string): string => `
  import { app } from '@azure/functions';
  app.http('f', { handler: () => ({ body: '${body}' }) });`;

/** An app whose file `src/f.js` is to be changed; `other` is the content of a second file. */
const appOf = (other = ''): Promise<string> =>
  tempApp({
    'package.json': { type: 'module', main: 'src/*.js' },
    'src/f.js': file('one'),
    'src/other.js': other,
  });

const start = async (app: string, ...args: string[]) => {
  const running = await startCommand([app, '--port', '0', ...args]);
  return { running, url: await origin(running) };
};

const text = async (url: string): Promise<string> => {
  const response = await fetch(url);
  return `${response.status} ${await response.text()}`;
};

/** Asks until the answer is there; every answer before it must be one of those allowed. */
async function askUntil(url: string, last: string, before: string[]): Promise<void> {
  for (;;) {
    const answer = await text(url);
    if (answer === last) return;
    expect(before).toContain(answer);
  }
}

const askOver = (agent: Agent, url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve(body));
    }).on('error', reject);
  });

/** The management API of a host. */
function hubOf(url: string) {
  const base = `${url}/runtime/webhooks/durabletask`;
  return {
    post: (path: string, body: string) =>
      fetch(base + path, { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
    /** Resolves when the instance has that output. */
    async outputOf(id: string, output: unknown): Promise<void> {
      for (;;) {
        const asked = await fetch(`${base}/instances/${id}`).catch(() => undefined);
        const status = asked?.ok
          ? ((await asked.json()) as { runtimeStatus: string; output: unknown })
          : undefined;
        if (status?.output === output) return;
        // Else a wrong outcome would be asked for until the test's time is up.
        if (status?.runtimeStatus === 'Completed' || status?.runtimeStatus === 'Failed')
          expect(status.output).toBe(output);
      }
    },
  };
}

test('changes of code and settings are served soon after, and no call in between fails', async () => {
  const app = await appOf();
  const { running, url } = await start(app);
  await writeFile(join(app, 'src/f.js'), file('two'));
  await askUntil(`${url}/api/f`, '200 two', ['200 one']);
  const added = `import { app } from '@azure/functions';
    app.http('g', { handler: () => ({ body: String(process.env.COLOUR) }) });`;
  await writeFile(join(app, 'local.settings.json'), JSON.stringify({ Values: { COLOUR: 'blue' } }));
  await writeFile(join(app, 'src/g.js'), added);
  await askUntil(`${url}/api/g`, '200 blue', ['404 ', '200 undefined']);
  expect(running.err()).toContain('Changed: src/f.js. Loading the app anew.');
  expect(running.out()).toBe(`Ready: ${url}\n`);
  running.child.kill('SIGTERM');
  expect(await running.exit).toBe(0);
});

test('code or settings that are wrong are told of, and all is well again once they are mended', async () => {
  const app = await appOf();
  const { running, url } = await start(app, '--memory');
  await writeFile(join(app, 'src/f.js'), 'const = ;');
  await running.says('Worker was unable to load entry point "src/f.js"');
  await askUntil(`${url}/api/f`, '404 ', []);
  await writeFile(join(app, 'host.json'), '{ "functionTimeout": 5 }');
  await running.says('The host is down until a file of the app changes.');
  expect(running.err()).toContain('host.json" is wrong: functionTimeout');
  expect(await text(`${url}/api/f`)).toBe('503 Function host is not running.');
  await writeFile(join(app, 'src/f.js'), file('mended'));
  await writeFile(join(app, 'host.json'), '{}');
  await askUntil(`${url}/api/f`, '200 mended', ['404 ', '503 Function host is not running.']);
});

test('over a reload calls end where they began, open connections go on, and so do orchestrations', async () => {
  const app = await appOf(`
    import { existsSync } from 'node:fs';
    import { app } from '@azure/functions';
    import * as df from 'durable-functions';
    df.app.orchestration('waits', function* (context) { return yield context.df.waitForExternalEvent('go'); });
    app.http('slow', { handler: async () => {
      console.error('slow has begun');
      while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 5));
      return { body: 'ended' };
    } });`);
  const { running, url } = await start(app);
  const hub = hubOf(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await askOver(agent, `${url}/api/f`)).toBe('one');
  expect((await hub.post('/orchestrators/waits/one', '{}')).status).toBe(202);
  const slow = text(`${url}/api/slow`);
  await running.says('slow has begun');

  await writeFile(join(app, 'src/f.js'), file('two'));
  await askUntil(`${url}/api/f`, '200 two', ['200 one']);
  expect(await askOver(agent, `${url}/api/f`)).toBe('two');
  agent.destroy();
  await writeFile(join(app, 'go'), '');
  expect(await slow).toBe('200 ended');
  expect((await hub.post('/instances/one/raiseEvent/go', '"now"')).status).toBe(202);
  await hub.outputOf('one', 'now');
});

test('an error that nobody catches is a 500 for calls in flight, and a new process serves the next', async () => {
  const app = await appOf(`
    import { app } from '@azure/functions';
    app.http('boom', { handler: () => {
      setImmediate(() => { throw new Error('out of band'); });
      return new Promise(() => {});
    } });`);
  const { running, url } = await start(app, '--memory');
  expect(await text(`${url}/api/boom`)).toBe('500 ');
  expect(await text(`${url}/api/f`)).toBe('200 one');
  expect(running.err()).toContain('Worker uncaught exception: Error: out of band');
});

test('process.exit in a handler is a 500 for calls in flight, and a new process serves the next', async () => {
  const app = await appOf(`
    import { app } from '@azure/functions';
    app.http('exits', { handler: () => process.exit(3) });`);
  const { running, url } = await start(app, '--memory');
  expect(await text(`${url}/api/exits`)).toBe('500 ');
  expect(await text(`${url}/api/f`)).toBe('200 one');
  expect(running.err()).toContain("The app's process ended with 3 and is started again.");
});

test('an activity fails whose process ends, and its orchestrator can catch that', async () => {
  const app = await appOf(`
    import * as df from 'durable-functions';
    df.app.activity('quick', { handler: (n) => n });
    df.app.activity('exits', { handler: () => process.exit(3) });
    df.app.orchestration('catches', function* (context) {
      const quick = context.df.callActivity('quick', 1);
      try {
        yield context.df.callActivity('exits');
      } catch (error) {
        return error.message.split(' \\n')[0] + ', ' + (yield quick);
      }
    });`);
  const { running, url } = await start(app);
  const hub = hubOf(url);
  await hub.post('/orchestrators/catches/one', '{}');
  await hub.outputOf('one', "Activity function 'exits' failed: node exited with code 3 (0x3), 1");
  expect(running.err()).toContain("Activities that ran when the app's process ended: 'exits' of 'one'.");
});

test('an activity that ends its process time after time is tried again as often as its retries say', async () => {
  const app = await appOf(`
    import { appendFileSync, readFileSync } from 'node:fs';
    import * as df from 'durable-functions';
    df.app.activity('rejects', { handler: async () => {
      appendFileSync('tries', 'x');
      if (readFileSync('tries', 'utf8').length > 6) return 'at last';
      void Promise.reject(new Error('nobody catches this'));
      await new Promise(() => {});
    } });
    df.app.orchestration('retries', function* (context) {
      return yield context.df.callActivityWithRetry('rejects', new df.RetryOptions(1, 10));
    });`);
  const { url } = await start(app);
  const hub = hubOf(url);
  await hub.post('/orchestrators/retries/one', '{}');
  await hub.outputOf('one', 'at last');
});

test('an endless loop is killed at the functionTimeout, and the next call is served', async () => {
  const app = await appOf(`
    import { app } from '@azure/functions';
    import * as df from 'durable-functions';
    app.http('stuck', { handler: () => { for (;;); } });
    df.app.activity('spins', { handler: () => { for (;;); } });
    df.app.orchestration('waits', function* (context) {
      try { yield context.df.callActivity('spins'); } catch (error) { return error.message.split(' \\n')[0]; }
    });`);
  await writeFile(join(app, 'host.json'), '{ "functionTimeout": "00:00:01" }');
  const { running, url } = await start(app);
  await fetch(`${url}/api/stuck`).catch(() => {});
  expect(await text(`${url}/api/f`)).toBe('200 one');
  expect(running.err()).toContain('longer than functionTimeout, 1 s');
  const hub = hubOf(url);
  await hub.post('/orchestrators/waits/one', '{}').catch(() => {});
  await hub.outputOf('one', "Activity function 'spins' failed: node exited with code 137 (0x89)");
});

test('without watching, code is loaded anew only when /admin asks for it', async () => {
  const app = await appOf();
  const { url } = await start(app, '--memory', '--no-watch');
  await writeFile(join(app, 'src/f.js'), file('two'));
  expect(await text(`${url}/api/f`)).toBe('200 one');
  expect((await fetch(`${url}/admin/host/restart`, { method: 'POST' })).status).toBe(200);
  await askUntil(`${url}/api/f`, '200 two', ['200 one']);
});

test('SIGTERM lets a call in flight end, with its durable client, and runs appTerminate hooks', async () => {
  const app = await appOf(`
    import { existsSync } from 'node:fs';
    import { app } from '@azure/functions';
    import * as df from 'durable-functions';
    app.hook.appTerminate(() => console.error('appTerminate ran'));
    df.app.orchestration('empty', function* () { return 1; });
    df.app.client.http('busy', { handler: async (request, client) => {
      console.error('busy now');
      while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 5));
      return { body: await client.startNew('empty', { instanceId: 'late' }) };
    } });`);
  const { running, url } = await start(app, '--memory');
  const busy = text(`${url}/api/busy`);
  await running.says('busy now');
  running.child.kill('SIGTERM');
  await writeFile(join(app, 'go'), '');
  expect(await busy).toBe('200 late');
  expect(await running.exit).toBe(0);
  expect(running.err()).toContain('appTerminate ran');
});

test('no host outlives the command, not even one that is stuck', async () => {
  const app = await appOf(`
    import { app } from '@azure/functions';
    app.http('stuck', { handler: () => { console.error('stuck now'); for (;;); } });`);
  const { running, url } = await start(app, '--memory');
  const stuck = fetch(`${url}/api/stuck`).catch(() => 'gone');
  await running.says('stuck now');
  running.child.kill('SIGKILL');
  // Nobody else holds this connection.
  expect(await stuck).toBe('gone');
});
