import { expect, onTestFinished, test } from 'vitest';
import { startHost } from './start-host.ts';
import { tempApp } from './temp-app.ts';

const esm = (name: string): string =>
  `import { app } from '@azure/functions';\napp.http('${name}', { handler: () => ({ body: '${name}' }) });\n`;
const cjs = (name: string): string =>
  `const { app } = require('@azure/functions');\napp.http('${name}', { handler: () => ({ body: '${name}' }) });\n`;

/** Starts the app and answers the names of its functions. */
async function namesIn(files: Record<string, string | object>): Promise<string[]> {
  const host = await startHost({ app: { directory: await tempApp(files) } });
  expect(host.startError).toBeUndefined();
  return host.functions.map(({ name }) => name);
}

test('loads an ESM app', async () => {
  expect(
    await namesIn({ 'package.json': { type: 'module', main: 'main.js' }, 'main.js': esm('one') }),
  ).toEqual(['one']);
});

test('loads a CommonJS app', async () => {
  expect(await namesIn({ 'package.json': { main: 'main.js' }, 'main.js': cjs('one') })).toEqual(['one']);
});

test('takes .mjs for ESM and .cjs for CommonJS whatever the package says', async () => {
  expect(
    await namesIn({ 'package.json': { main: '*.{mjs,cjs}' }, 'a.mjs': esm('a'), 'b.cjs': cjs('b') }),
  ).toEqual(['a', 'b']);
  expect(await namesIn({ 'package.json': { type: 'module', main: '*.cjs' }, 'b.cjs': cjs('b') })).toEqual([
    'b',
  ]);
});

test('main is a glob: braces and stars', async () => {
  expect(
    await namesIn({
      'package.json': { main: 'dist/{index.js,functions/*.js}' },
      'dist/index.js': cjs('index'),
      'dist/functions/a.js': cjs('a'),
      'dist/functions/b.js': cjs('b'),
      'dist/other.js': cjs('other'),
    }),
  ).toEqual(['a', 'b', 'index']);
});

/** The files in the order in which they are loaded. */
async function orderOf(main: string, files: readonly string[]): Promise<string> {
  const noted = (file: string): string => `globalThis.loadOrder.push('${file}');`;
  const holder = globalThis as { loadOrder?: string[] };
  holder.loadOrder = [];
  onTestFinished(() => void delete holder.loadOrder);
  await namesIn({
    'package.json': { main },
    ...Object.fromEntries(files.map((file) => [file, noted(file)])),
  });
  return holder.loadOrder.join(' ');
}

test.each([
  ['a folder', 'dist', ['dist/a.js', 'dist/deep/b.js', 'other.js'], 'dist/a.js dist/deep/b.js'],
  ['a folder with a slash', 'dist/', ['dist/a.js'], 'dist/a.js'],
  [
    'what a brace pattern names before what it matches',
    'dist/{functions/*.js,index.js}',
    ['dist/functions/a.js', 'dist/index.js'],
    'dist/index.js dist/functions/a.js',
  ],
  [
    'folders in the order of the pattern',
    'dist/{z/*.js,a/*.js,z/one.js}',
    ['dist/a/two.js', 'dist/z/one.js', 'dist/z/three.js'],
    'dist/z/one.js dist/z/three.js dist/a/two.js',
  ],
  ['a brace in a brace', '{x,dist/{b,a}}.js', ['dist/a.js', 'dist/b.js', 'x.js'], 'x.js dist/b.js dist/a.js'],
])('loads %s, as the worker does', async (_what, main, files, order) => {
  expect(await orderOf(main, files)).toBe(order);
});

test('waits for top-level await before it goes on', async () => {
  const main = `import { app } from '@azure/functions';\nawait Promise.resolve();\napp.http('late', { handler: () => ({}) });\n`;
  expect(await namesIn({ 'package.json': { type: 'module', main: 'main.js' }, 'main.js': main })).toEqual([
    'late',
  ]);
});

test('serves what it loaded', async () => {
  const directory = await tempApp({ 'package.json': { main: 'main.js' }, 'main.js': cjs('one') });
  const host = await startHost({ app: { directory } });
  expect(await (await fetch(`${host.origin}/api/one`)).text()).toBe('one');
});

test('a second host in the process serves the same app again', async () => {
  const directory = await tempApp({
    'package.json': { type: 'module', main: 'main.js' },
    'main.js': esm('one'),
  });
  const first = await startHost({ app: { directory } });
  await first.stop();
  const second = await startHost({ app: { directory } });
  expect(await (await fetch(`${second.origin}/api/one`)).text()).toBe('one');
});

test('two apps loaded at once keep their functions apart', async () => {
  const app = (name: string) =>
    tempApp({ 'package.json': { type: 'module', main: 'main.js' }, 'main.js': esm(name) });
  const directories = [await app('one'), await app('two')];
  const hosts = await Promise.all(directories.map((directory) => startHost({ app: { directory } })));
  expect(hosts.map(({ functions }) => functions.map(({ name }) => name))).toEqual([['one'], ['two']]);
});

test.each<[what: string, files: Record<string, string | object>, message: string]>([
  [
    'a syntax error in one of many files',
    { 'package.json': { main: 'src/*.js' }, 'src/a.js': cjs('a'), 'src/zbad.js': 'const = ;' },
    'Worker was unable to load entry point "src/zbad.js": ',
  ],
  [
    'a file that throws',
    {
      'package.json': { type: 'module', main: 'main.js' },
      'main.js': `${esm('a')}throw new Error('no config');`,
    },
    'Worker was unable to load entry point "main.js": no config',
  ],
  [
    'a pattern that fits no file',
    { 'package.json': { main: 'dist/*.js' } },
    'Found zero files matching the supplied pattern',
  ],
  ['a main that is not there', { 'package.json': { main: 'dist/main.js' } }, 'File does not exist'],
  ['no main', { 'package.json': {} }, 'has no "main"'],
  [
    'one name twice',
    { 'package.json': { main: '*.js' }, 'a.js': cjs('same'), 'b.js': cjs('same') },
    'A function with id "same" has already been registered.',
  ],
])('%s leaves the host running without any function', async (_, files, message) => {
  const host = await startHost({ app: { directory: await tempApp(files) } });
  expect(host.functions).toEqual([]);
  expect(host.startError).toBeDefined();
  expect(host.logText()).toContain(message);
  expect((await fetch(`${host.origin}/api/a`)).status).toBe(404);
  expect((await fetch(`${host.origin}/admin/host/status`)).status).toBe(200);
});

test('an app that cannot be loaded does not start the durable engine', async () => {
  const directory = await tempApp({ 'package.json': { main: 'none.js' } });
  await startHost({
    app: { directory },
    durable: () => Promise.reject(new Error('started with no functions: running orchestrations would fail')),
  });
});

test('a registration after the start is refused', async () => {
  const main = `
    const { app } = require('@azure/functions');
    app.http('late', { handler: () => {
      try { app.http('other', { handler: () => ({}) }); } catch (error) { return { body: error.message }; }
      return {};
    } });`;
  const directory = await tempApp({ 'package.json': { main: 'main.js' }, 'main.js': main });
  const host = await startHost({ app: { directory } });
  expect(await (await fetch(`${host.origin}/api/late`)).text()).toBe(
    'A function can only be registered during app startup.',
  );
});

test.each<[what: string, files: Record<string, string | object>]>([
  ['without main', { 'package.json': {} }],
  ['whose main registers nothing', { 'package.json': { main: 'main.js' }, 'main.js': '' }],
])('an app of the v3 model %s is told that it is not served', async (_what, files) => {
  const directory = await tempApp({
    ...files,
    'hello/function.json': { bindings: [] },
    'hello/index.js': 'module.exports = async () => {};',
  });
  await expect(startHost({ app: { directory } })).rejects.toThrow(
    /v3 programming model: hello\/function\.json.*Only the v4 model is served here/,
  );
});

test('a v4 app with a function.json that nobody needs is served', async () => {
  expect(
    await namesIn({
      'package.json': { main: 'main.js' },
      'main.js': cjs('one'),
      'old/function.json': {},
    }),
  ).toEqual(['one']);
});

test('a folder without package.json is no app', async () => {
  await expect(startHost({ app: { directory: await tempApp({}) } })).rejects.toThrow('has no package.json');
});
