import { join } from 'node:path';
import { build, type Format } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTestHost, type TestHost } from '../../../local/testing/index.ts';
import { tempApp } from './temp-app.ts';

const source = join(import.meta.dirname, 'patterns-app');

/** How TypeScript apps are built: one file for each source file, ES modules or CommonJS. */
const builds = [
  { format: 'esm', type: 'module', extension: '.js' },
  { format: 'esm', type: 'commonjs', extension: '.mjs' },
  { format: 'cjs', type: 'commonjs', extension: '.js' },
  { format: 'cjs', type: 'module', extension: '.cjs' },
] as const satisfies { format: Format; type: string; extension: string }[];

type Build = (typeof builds)[number];

async function startApp({ format, type, extension }: Build): Promise<TestHost> {
  const { outputFiles } = await build({
    entryPoints: [join(source, 'index.ts'), join(source, 'functions/*.ts')],
    outdir: 'dist',
    outbase: source,
    outExtension: { '.js': extension },
    format,
    platform: 'node',
    target: 'node20',
    write: false,
  });
  const built = outputFiles.map(({ path, text }) => [`dist${path.split('/dist').at(-1)}`, text]);
  const directory = await tempApp({
    'package.json': { type, main: `dist/{index${extension},functions/*${extension}}` },
    'host.json': { version: '2.0', extensions: { http: { routePrefix: 'v1' } } },
    ...Object.fromEntries(built),
  });
  const host = await startTestHost({ app: { directory } });
  onTestFinished(() => host.stop());
  return host;
}

describe.each(builds)('an app built to $extension as $format in a $type package', (built) => {
  test('is loaded by its directory, hooks and settings included', async () => {
    const ends: unknown[] = [];
    const note = (startedBy: unknown): void => void ends.push(startedBy);
    process.on('patterns-app-ends' as never, note as never);
    onTestFinished(() => void process.off('patterns-app-ends' as never, note as never));
    const host = await startApp(built);
    expect(await (await fetch(`${host.origin}/v1/hooked`)).json()).toEqual({
      returned: 'changed on its way',
      before: 'hooked',
    });
    await host.stop();
    expect(ends).toEqual(['appStart']);
  });

  test.each<[name: string, input: unknown, output: unknown, minutes?: number]>([
    ['chain', {}, ['Hello Tokyo', 'Hello Cairo']],
    ['fanOut', { count: 40 }, 40],
    ['retries', { failures: 2 }, 3],
    ['retries', { failures: 3 }, true],
    ['parent', {}, ['Hello child', true]],
    ['cancelsTimer', {}, 'Hello in time', 0],
    ['rounds', { round: 1 }, 10, 5],
    ['monitor', {}, 'clear after 5 checks', 120],
    ['verification', { code: 1 }, 'too late', 1.5],
    ['countsToTen', {}, 12],
  ])('%s with %j answers %j', async (name, input, output, minutes) => {
    const host = await startApp(built);
    const started = await fetch(`${host.origin}/v1/start/${name}/one`, {
      method: 'POST',
      body: JSON.stringify(input),
    });
    expect(started.status).toBe(202);
    expect(await host.waitFor('one')).toMatchObject({ runtimeStatus: 'Completed', output });
    if (minutes !== undefined) expect(host.elapsedMs).toBe(minutes * 60_000);
  });

  test('a person has three attempts', async () => {
    const host = await startApp(built);
    await fetch(`${host.origin}/v1/start/verification/one`, { method: 'POST', body: '{"code":7}' });
    const { sendEventPostUri } = (await (
      await fetch(`${host.origin}/v1/start/verification/two`, { method: 'POST', body: '{"code":7}' })
    ).json()) as { sendEventPostUri: string };
    const answer = (code: number) =>
      fetch(sendEventPostUri.replace('{eventName}', 'answer'), {
        method: 'POST',
        body: String(code),
        headers: { 'content-type': 'application/json' },
      });
    await answer(1);
    await answer(7);
    expect(await host.waitFor('two')).toMatchObject({ output: 'verified' });
  });

  test('entities count what is signalled, and a caller may wait for the end', async () => {
    const host = await startApp(built);
    const counter = `${host.origin}/v1/count/mine`;
    expect((await fetch(counter)).status).toBe(404);
    await fetch(counter, { method: 'POST', body: '5' });
    await fetch(counter, { method: 'POST', body: '6' });
    await host.idle();
    expect(await (await fetch(counter)).json()).toBe(11);
    const waited = await fetch(`${host.origin}/v1/wait/chain`, { method: 'POST' });
    expect([waited.status, await waited.json()]).toEqual([200, ['Hello Tokyo', 'Hello Cairo']]);
  });
});
