/** A host on a real app directory: what its log says when a replay goes wrong after the app was built anew. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, transform } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { tempApp } from './temp-app.ts';

const repository = resolve(import.meta.dirname, '../../..');

/** Runs an app on an engine with a file, and prints what the engine logs as errors. Each run is a process: modules are loaded once. */
const program = `
  import { systemClock } from '${repository}/local/clock.ts';
  import { startDurableEngine } from '${repository}/local/durable/index.ts';
  import { startFunctionsHost } from '${repository}/local/functions/index.ts';
  const [directory, action] = process.argv.slice(2);
  process.chdir(directory);
  let engine;
  const host = await startFunctionsHost({
    app: { directory },
    port: 0,
    clock: systemClock,
    log: ({ level, category, message }) => console.log(category, message),
    durable: async (functions, settings) => {
      engine = await startDurableEngine({
        file: directory + '/state.db', clock: systemClock, functions, settings: settings.durableTask,
        log: ({ level, trap, message }) => trap === 'nonDeterministic' && console.log(level, message),
      });
      return engine;
    },
  });
  if (action === 'start') await engine.client.start('Book', { instanceId: 'b' });
  else await engine.client.raiseEvent('b', 'paid', {});
  await engine.whenIdle();
  console.log('status', engine.client.status('b').runtimeStatus);
  await host.stop();
  process.exit(0);
`;

let script = '';
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: repository, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
  });
  script = outputFiles[0]?.text ?? '';
});

function run(app: string, action: 'start' | 'go on'): Promise<string> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [join(app, '.run.mjs'), app, action]);
    let out = '';
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      out += text;
    });
    child.on('error', reject);
    child.on('close', () => settle(out));
  });
}

const files = {
  'package.json': { type: 'module', main: 'dist/main.js' },
  'dist/main.js': `
    import * as df from 'durable-functions';
    import { steps } from './steps.js';
    df.app.activity('reserve', { handler: () => 1 });
    df.app.activity('pay', { handler: () => 2 });
    df.app.orchestration('Book', function* (context) {
      context.log('booking');
      yield* steps(context);
      yield context.df.waitForExternalEvent('paid');
      return 'booked';
    });`,
  'dist/steps.js': `
    export function* steps(context) {
      yield context.df.callActivity('reserve', {});
    }`,
  'dist/other.js': 'export const other = 1;',
};

async function startedApp(): Promise<string> {
  const app = await tempApp(files);
  await writeFile(join(app, '.run.mjs'), script);
  expect(await run(app, 'start')).toContain('status Running');
  return app;
}

const difference =
  "Number 0 of the history is activity 'reserve' (#0); the code asks for activity 'pay' (#0).";

test('an orchestrator that was changed under a running instance', async () => {
  const app = await startedApp();
  await writeFile(
    join(app, 'dist/main.js'),
    files['dist/main.js'].replace('yield* steps(context);', "yield context.df.callActivity('pay', {});"),
  );
  const said = await run(app, 'go on');
  expect(said).toContain('status Failed');
  expect(said).toContain(difference);
  expect(said).toContain('In the code: dist/main.js:8.');
  expect(said).toContain(
    'The code changed since this instance started: the orchestrator is another function now; changed files: dist/main.js.',
  );
  expect(said.split('Non-Deterministic').length - 1).toBe(1);
});

test('a file that the orchestrator calls', async () => {
  const app = await startedApp();
  await writeFile(join(app, 'dist/steps.js'), files['dist/steps.js'].replace('reserve', 'pay'));
  await writeFile(join(app, 'dist/other.js'), 'export const other = 2;');
  const said = await run(app, 'go on');
  expect(said).toContain(difference);
  expect(said).toContain('In the code: dist/steps.js:3, called at dist/main.js:8.');
  expect(said).toContain(
    "The orchestrator's own code is as it was when this instance started, but what it calls may have changed: dist/other.js, dist/steps.js.",
  );
});

test('code that is the same and asks for something else', async () => {
  const app = await tempApp({
    ...files,
    'dist/steps.js': `
      import { existsSync, writeFileSync } from 'node:fs';
      export function* steps(context) {
        const name = existsSync('mark') ? 'pay' : 'reserve';
        yield context.df.callActivity(name, {});
        writeFileSync('mark', '');
      }`,
  });
  await writeFile(join(app, '.run.mjs'), script);
  const before = await run(app, 'start');
  const said = before + (await run(app, 'go on'));
  expect(said).toContain(difference);
  expect(said).toContain(
    'The code did not change since this instance started: it depends on something other',
  );
  expect(said.split('booking').length - 1).toBe(1);
});

test('an orchestrator written in TypeScript is shown as it was written', async () => {
  const steps = (name: string) => `
    type Context = { df: { callActivity(name: string, input: object): unknown } };

    export function* steps(context: Context) {
      yield context.df.callActivity('${name}', {});
    }`;
  const built = async (name: string): Promise<string> => {
    const options = { loader: 'ts', sourcefile: '../src/steps.ts', sourcemap: 'inline' } as const;
    return (await transform(steps(name), options)).code;
  };
  const app = await tempApp({ ...files, 'dist/steps.js': await built('reserve') });
  await writeFile(join(app, '.run.mjs'), script);
  await run(app, 'start');
  await writeFile(join(app, 'dist/steps.js'), await built('pay'));
  const said = await run(app, 'go on');
  expect(said).toContain('In the code: src/steps.ts:5, called at dist/main.js:8.');
});
