/** Traps that an app steps into while it starts: the bench does not start. */
import { createServer } from 'node:net';
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { startTestHost, TrapError } from '../../../local/testing/index.ts';
import { tempApp } from '../functions/temp-app.ts';

const register = () => {
  app.http('broken', { route: 'sites/{name', handler: () => ({}) });
  app.http('sound', { handler: () => ({}) });
};

test('a strict bench does not start on a malformed route', async () => {
  const error = await startTestHost({ app: { register } }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TrapError);
  expect(error).toMatchObject({
    trap: 'routeMalformed',
    message: expect.stringMatching(
      /'sites\/\{name' of 'broken' is malformed.*answers 503.*Correct the route/,
    ),
  });
});

test.each([false, { allow: ['routeMalformed'] as const }])(
  'nor does one that allows it (%j), as the host has no engine then',
  async (strict) => {
    const error = await startTestHost({ app: { register }, strict }).catch((caught: unknown) => caught);
    expect(error).not.toBeInstanceOf(TrapError);
    expect(error).toMatchObject({
      message: expect.stringContaining("'sites/{name' of 'broken' is malformed"),
    });
  },
);

test('a strict bench does not start on a file that throws when it is loaded', async () => {
  const directory = await tempApp({
    'package.json': { main: '*.js' },
    'a.js': `require('@azure/functions').app.http('sound', { handler: () => ({}) });`,
    'b.js': `throw new Error('no config');`,
  });
  const error = await startTestHost({ app: { directory } }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TrapError);
  expect(error).toMatchObject({
    trap: 'loadFailed',
    message: expect.stringMatching(/every call gets 404, here as on Azure.*"b\.js": no config.*b\.js:1/s),
  });
});

test('a strict bench fails on a listener on the port of the Durable extension', async () => {
  const host = await startTestHost({
    app: {
      register: () => {
        df.app.activity('work', { handler: () => 1 });
        const server = createServer().on('error', () => {});
        server.listen(17_071, () => server.close()).close();
      },
    },
  });
  try {
    await expect(host.idle()).rejects.toMatchObject({
      trap: 'extensionPort',
      message: expect.stringMatching(/strict-start\.test\.ts:\d+.*Choose another port/),
    });
  } finally {
    await host.abandon();
  }
});
