import { createServer } from 'node:net';
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { hostOf, startHost, type TestHost } from './start-host.ts';
import { tempApp } from './temp-app.ts';

/** Asks for a port as an app does that serves more than its functions; whether it gets it does not matter. */
function ask(port: number | string | { port: number; host?: string }): void {
  const server = createServer();
  server.on('error', () => {});
  server.listen(port as number, () => server.close());
  server.close();
}

const told = (host: TestHost): string[] =>
  host.log.filter(({ trap }) => trap === 'extensionPort').map(({ message }) => message);

const durable = () => df.app.activity('work', { handler: () => 1 });

test.each([[17_071], ['17071'], [{ port: 17_071, host: '127.0.0.1' }]])(
  'a listener of an app on the port of the Durable extension is told of: %j',
  async (port) => {
    const host = await hostOf(() => {
      ask(port);
      durable();
    });
    expect(told(host)).toEqual([
      expect.stringMatching(
        /^The app listens on port 17071 \(test\/local\/functions\/extension-port\.test\.ts:\d+\).*On Azure.*Choose another port/,
      ),
    ]);
  },
);

test('one that a function opens, too', async () => {
  const host = await hostOf(() => {
    durable();
    app.http('opens', {
      handler: () => {
        ask(17_071);
        return {};
      },
    });
  });
  expect(told(host)).toEqual([]);
  await fetch(`${host.origin}/api/opens`);
  expect(told(host)).toHaveLength(1);
});

test('one of a built app shows the line of its file', async () => {
  const directory = await tempApp({
    'package.json': { main: 'main.js' },
    'main.js': `
      const df = require('durable-functions');
      df.app.activity('work', { handler: () => 1 });
      const server = require('node:http').createServer().on('error', () => {});
      server.listen(17071, () => server.close());
      server.close();`,
  });
  const host = await startHost({ app: { directory } });
  expect(told(host)[0]).toMatch(/main\.js:5\)/);
});

test('other ports, and apps without durable functions, are left alone', async () => {
  const other = await hostOf(() => {
    ask(0);
    durable();
  });
  const plain = await hostOf(() => {
    ask(17_071);
    app.http('hello', { handler: () => ({}) });
  });
  expect([...told(other), ...told(plain)]).toEqual([]);
});
