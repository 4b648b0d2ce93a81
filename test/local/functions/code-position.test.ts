import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { positionsOf } from '../../../local/functions/code/code-position.ts';
import { tempApp } from './temp-app.ts';

/** Two functions, the types before them longer than what is left of them when they are built. */
const source = `
type Cause = {
  name: string;
  at: Date;
};

const fail = (cause: Cause): Error =>
  new Error(cause.name);

export function outer(): Error {
  const at: Date = new Date(0);
  return fail({ name: 'x', at });
}
`;

type How = 'external' | 'inline' | 'none';

/** Builds the source as compilers do, into `dist/main.js`, and gives what positions its error has. */
async function positionsAfter(
  how: How,
  change: (built: { code: string; map: string }) => { code: string; map?: string } = (built) => built,
): Promise<string[]> {
  const directory = await tempApp({ 'dist/.keep': '' });
  const { code, map } = await transform(source, {
    loader: 'ts',
    format: 'cjs',
    minify: true,
    sourcefile: '../src/main.ts',
    sourcemap: how === 'none' ? false : how,
  });
  const link = how === 'external' ? '//# sourceMappingURL=main.js.map\n' : '';
  const built = change({ code: code + link, map });
  await writeFile(join(directory, 'dist/main.js'), built.code);
  if (built.map) await writeFile(join(directory, 'dist/main.js.map'), built.map);
  const { outer } = createRequire(import.meta.url)(join(directory, 'dist/main.js')) as {
    outer: () => Error;
  };
  return positionsOf(outer())
    .filter((position) => /main\.[jt]s/.test(position))
    .map((position) => relative(directory, position));
}

const written = ['src/main.ts:8', 'src/main.ts:12'];
const asBuilt = ['dist/main.js:1', 'dist/main.js:1'];

test.each(['external', 'inline'] as const)(
  'positions are those of the source, by the %s source map',
  async (how) => {
    expect(await positionsAfter(how)).toEqual(written);
  },
);

test("a map's source root counts", async () => {
  const moved = await positionsAfter('external', ({ code, map }) => ({
    code,
    map: JSON.stringify({ ...JSON.parse(map), sourceRoot: '../lib/', sources: ['main.ts'] }),
  }));
  expect(moved).toEqual(['lib/main.ts:8', 'lib/main.ts:12']);
});

test('a library that is bundled into the app is no code of the app', async () => {
  const bundled = await positionsAfter('external', ({ code, map }) => ({
    code,
    map: JSON.stringify({ ...JSON.parse(map), sources: ['../node_modules/lib/main.ts'] }),
  }));
  expect(bundled).toEqual([]);
});

test('an inline map need not be base64', async () => {
  const plain = await positionsAfter('external', ({ code, map }) => ({
    code: code.replace('main.js.map', `data:application/json,${encodeURIComponent(map)}`),
  }));
  expect(plain).toEqual(written);
});

test.each<[string, How, (built: { code: string; map: string }) => { code: string; map?: string }]>([
  ['there is no map', 'none', (built) => built],
  ['the map is missing', 'external', ({ code }) => ({ code })],
  ['the map is no JSON', 'external', ({ code }) => ({ code, map: '{' })],
  [
    'the map is of something else',
    'external',
    ({ code }) => ({ code, map: '{"version":3,"sources":[],"mappings":""}' }),
  ],
  [
    'the map is elsewhere',
    'external',
    ({ code, map }) => ({ code: code.replace('=main', '=https://example.com/main'), map }),
  ],
])('positions are those of the built code when %s', async (_why, how, change) => {
  expect(await positionsAfter(how, change)).toEqual(asBuilt);
});
