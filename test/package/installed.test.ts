/** The package in an empty folder of its own: host, test bench under three runners, types, and what it needs. */
import { type ExecFileOptions, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const checkout = resolve(import.meta.dirname, '../..');
let home = '';

/** What belongs to the stranger's project, by its path. */
const files: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'stranger', private: true, main: 'src/*.js' }),
  'src/app.js': `
    const { app } = require('@azure/functions');
    const df = require('durable-functions');
    exports.pays = function* (context, input) { return yield context.df.callActivity('pay', input); };
    df.app.orchestration('pays', function* (context) {
      return yield context.df.callActivity('pay', context.df.getInput());
    });
    df.app.activity('pay', { handler: ({ amount }) => 'paid ' + amount });
    app.http('hello', { handler: () => ({ body: 'hello' }) });`,
  'test/bench.test.js': `
    const assert = require('node:assert');
    const { runOrchestrator, startTestHost } = require('slipway-local/testing');
    const { pays } = require('../src/app.js');
    const test = globalThis.test ?? require('node:test').test;
    test('runs what its imports have registered', async () => {
      const host = await startTestHost();
      await host.client.start('pays', { instanceId: 'p', input: { amount: 3 } });
      assert.equal((await host.waitFor('p')).output, 'paid 3');
      await host.stop();
    });
    test('runs one orchestrator', async () => {
      const { output } = await runOrchestrator(pays, { input: {}, activities: { pay: 'faked' } });
      assert.equal(output, 'faked');
    });`,
  'test/late.test.js': `
    const assert = require('node:assert');
    require('../src/app.js');
    const { startTestHost } = require('slipway-local/testing');
    const test = globalThis.test ?? require('node:test').test;
    test('is told of the order of imports', async () => {
      await assert.rejects(startTestHost(), /before the files that register functions/);
    });`,
  'test/built.test.mjs': `
    import assert from 'node:assert';
    import { resolve } from 'node:path';
    import test from 'node:test';
    import { startTestHost } from 'slipway-local/testing';
    test('serves the built app', async () => {
      const host = await startTestHost({ directory: resolve(import.meta.dirname, '..') });
      assert.equal(await (await fetch(host.origin + '/api/hello')).text(), 'hello');
      await host.stop();
    });`,
  'jest.config.js': `
    module.exports = {
      testMatch: ['**/bench.test.js'],
      moduleNameMapper: { '^@azure/functions-core$': 'slipway-local/functions-core' },
    };`,
  'types/use.ts': `
    import type { OrchestrationContext } from 'durable-functions';
    import { replayHistory, runOrchestrator, startTestHost, type TestHost, TrapError } from 'slipway-local/testing';
    function* pays(context: OrchestrationContext, input: { amount: number }) {
      yield context.df.callActivity('pay', input);
      return input.amount;
    }
    export async function use(): Promise<number> {
      const host: TestHost = await startTestHost({ directory: '.' });
      await host.stop();
      const { output } = await runOrchestrator(pays, { input: { amount: 1 }, activities: { pay: null } });
      return output;
    }
    export { replayHistory, TrapError };`,
};

beforeAll(async () => {
  const { stdout } = await run(process.execPath, ['scripts/pack-host.mjs'], { cwd: checkout });
  home = await mkdtemp(join(tmpdir(), 'slipway-package-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
  const { dependencies } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
  const wanted = ['@azure/functions', 'durable-functions'].map((name) => `${name}@${dependencies[name]}`);
  await inHome('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', stdout.trim(), ...wanted]);
});

afterAll(() => rm(home, { recursive: true, force: true }));

/** Rejects with all that the command has said when it fails. */
async function inHome(command: string, args: string[], options: ExecFileOptions = {}): Promise<string> {
  // Whoever runs this test may have told npm and Node more than a stranger has.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_|VITEST)/.test(name)),
  );
  try {
    const { stdout, stderr } = await run(command, args, { cwd: home, env, encoding: 'utf8', ...options });
    return `${stdout}${stderr}`;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  }
}

test('the host serves an app from its folder', async () => {
  const child = spawn(join(home, 'node_modules/.bin/slipway-host'), ['.', '--port', '0', '--memory'], {
    cwd: home,
    env: { ...process.env, INIT_CWD: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  const [ready] = (await once(lines, 'line')) as [string];
  const origin = ready.replace('Ready: ', '');
  expect(await (await fetch(`${origin}/api/hello`)).text()).toBe('hello');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the host tells how it is called', async () => {
  await expect(inHome('node_modules/.bin/slipway-host', [])).rejects.toThrow(
    'Name the directory of the app: slipway-host APPDIR',
  );
});

test('the test bench runs under node:test, as an ES module and as a CommonJS one', async () => {
  const tests = ['test/bench.test.js', 'test/late.test.js', 'test/built.test.mjs'];
  expect(await inHome(process.execPath, ['--test', ...tests])).toMatch(/pass 4\n.*fail 0/s);
});

test('the test bench runs under Jest', async () => {
  await inHome('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--no-save', 'jest@30']);
  expect(await inHome(process.execPath, ['node_modules/jest/bin/jest.js'])).toContain('2 passed');
});

test.each([
  ['ES modules', { module: 'nodenext' }],
  ['a bundler', { module: 'preserve' }],
])('a strict project of %s has no type errors, not even in the declarations', async (_what, options) => {
  const compilerOptions = {
    ...options,
    target: 'es2022',
    strict: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: ['node'],
    noEmit: true,
  };
  await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['types'] }));
  expect(await inHome(join(checkout, 'node_modules/.bin/tsc'), ['-p', '.'])).toBe('');
});
