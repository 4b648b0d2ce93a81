import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { BuildReport } from '../../contract/build.ts';
import {
  build,
  buildSurroundings,
  callbackServer,
  commitFiles,
  jsonIn,
  manifestIn,
  namesIn,
  publishedText,
  releaseStore,
  temporaryDirectory,
  token,
} from './build-fixture.ts';

const keptReport = 'reports/publish-blog-1-1.json';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a build that succeeds', () => {
  test('makes a release whose objects are all there, and says so', async () => {
    const { site, store, callback, env } = await buildSurroundings();
    const { exitCode, lines } = await build({ ...env, TRACEPARENT: traceparent });
    expect(lines.at(0)).toBe(`fetching ${site.commit.slice(0, 7)} of ${site.url}`);
    expect(exitCode).toBe(0);

    const manifest = await manifestIn(store.container);
    expect(manifest.name).toBe(`manifests/${manifest.release}.ndjson`);
    const frontPage = manifest.entries.find((file) => file.path === 'index.html')?.sha256;
    expect(manifest).toMatchObject({ version: 2, site: 'blog', commit: site.commit, frontPage });
    expect(manifest.release).toMatch(new RegExp(`^${site.commit.slice(0, 12)}-[0-9a-f]{12}$`));
    expect(manifest.files).toBe(manifest.entries.length);
    expect(manifest.bytes).toBe(manifest.entries.reduce((sum, file) => sum + file.sizeBytes, 0));
    const paths = manifest.entries.map((file) => file.path);
    expect(paths).toEqual([...paths].sort());
    expect(paths).toEqual(
      expect.arrayContaining(['index.html', '404.html', 'index.xml', 'about/index.html']),
    );
    const { contentType } = await store.container.getBlobClient(manifest.name).getProperties();
    expect(contentType).toBe('application/x-ndjson');

    for (const file of manifest.entries) {
      const bytes = await store.container.getBlobClient(`objects/${file.sha256}`).downloadToBuffer();
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
      expect(bytes.byteLength).toBe(file.sizeBytes);
    }
    const report = await jsonIn<BuildReport>(store.container, keptReport);
    expect(report).toEqual({
      kind: 'succeeded',
      release: manifest.release,
      files: manifest.entries.length,
      pages: paths.filter((name) => name.endsWith('.html')).length,
      uploaded: new Set(manifest.entries.map((file) => file.sha256)).size,
      bytes: expect.any(Number),
      generator: expect.stringMatching(/^hugo \d+\.\d+\.\d+/),
      warnings: 0,
    });
    expect(callback.reports()).toEqual([{ kind: 'ended', exitCode: 0, result: report }]);
    expect(callback.received.map(({ body }) => body.access ?? body)).toEqual([
      { kind: 'progress', step: 'fetching' },
      'read',
      { kind: 'progress', step: 'building' },
      { kind: 'progress', step: 'uploading' },
      'add',
      { kind: 'ended', exitCode: 0, result: report },
    ]);
    expect(callback.received.every(({ authorization }) => authorization === `Bearer ${token}`)).toBe(true);
    expect(callback.received.every(({ length }) => Number(length) > 0)).toBe(true);
    expect(new Set(callback.received.map((each) => each.traceparent))).toEqual(new Set([traceparent]));
  });

  test('uploads nothing and makes the same release when it is done again', async () => {
    const { store, callback, env } = await buildSurroundings();
    await build(env);
    const before = await namesIn(store.container, '');
    const { exitCode } = await build({ ...env, SLIPWAY_ATTEMPT: '2' });
    expect(exitCode).toBe(0);
    expect(await namesIn(store.container, '')).toEqual([...before, 'reports/publish-blog-1-2.json'].sort());
    const [first, second] = callback.reports() as Array<{ kind: string; result?: { release: string } }>;
    expect(second).toMatchObject({ result: { uploaded: 0, bytes: 0, release: first?.result?.release } });
  });

  test('uploads only what a commit changed', async () => {
    const { site, store, callback, env } = await buildSurroundings({
      'config.yaml': 'disableKinds: [home, taxonomy, term, RSS, sitemap]\n',
      'static/a.txt': 'a',
      'static/b.txt': 'b',
    });
    await build(env);
    const commit = await commitFiles(site.directory, { 'static/b.txt': 'changed' });
    await build({ ...env, SLIPWAY_COMMIT: commit, SLIPWAY_ATTEMPT: '2' });
    expect(callback.reports()).toMatchObject([
      { result: { files: 2, uploaded: 2, bytes: 2 } },
      { result: { files: 2, uploaded: 1, bytes: 7 } },
    ]);
    expect(await namesIn(store.container, 'objects/')).toHaveLength(3);
  });

  test('builds exactly the commit that is asked for, though the branch has moved on', async () => {
    const { site, store, env } = await buildSurroundings({ 'config.yaml': '', 'layouts/index.html': 'old' });
    await commitFiles(site.directory, { 'layouts/index.html': 'new' });
    const { exitCode } = await build(env);
    expect(exitCode).toBe(0);
    expect(await publishedText(store.container, 'index.html')).toBe('old');
  });

  test('builds the site in a folder of the repository', async () => {
    const { callback, store, env } = await buildSurroundings({
      'docs/config.yaml': '',
      'docs/layouts/index.html': 'here',
    });
    expect((await build({ ...env, SLIPWAY_DIRECTORY: 'docs' })).exitCode).toBe(0);
    expect(await publishedText(store.container, 'index.html')).toBe('here');
    expect((await build({ ...env, SLIPWAY_DIRECTORY: 'doc', SLIPWAY_ATTEMPT: '2' })).exitCode).toBe(65);
    expect(callback.reports()).toMatchObject([
      {},
      { result: { message: 'The commit has no folder "doc".' } },
    ]);
  });

  test('repeats the final report until it is taken, and ends when it is refused for good', async () => {
    const { env } = await buildSurroundings();
    const { uploadUrl } = await releaseStore();
    const busy = await callbackServer({ uploadUrl, reports: [503, 500] });
    const first = await build({ ...env, SLIPWAY_CALLBACK_URL: busy.url });
    expect(first.exitCode).toBe(0);
    expect(busy.reports()).toHaveLength(3);

    const over = await callbackServer({ uploadUrl, reports: [410, 410] });
    const second = await build({ ...env, SLIPWAY_CALLBACK_URL: over.url });
    expect(second.exitCode).toBe(0);
    expect(over.reports()).toHaveLength(1);
    expect(second.lines).toContain('the report was refused with 410');
  });

  test('leaves no file behind', async () => {
    const { env } = await buildSurroundings();
    const workspaces = await ownTemporaryDirectory();
    await build(env);
    await build({ ...env, SLIPWAY_COMMIT: 'f'.repeat(40), SLIPWAY_ATTEMPT: '2' });
    expect(await readdir(workspaces)).toEqual([]);
  });
});

describe('a build that fails', () => {
  test('names every variable that is missing or wrong, and reports where it can', async () => {
    const callback = await callbackServer();
    const { exitCode, lines } = await build({
      SLIPWAY_CALLBACK_URL: callback.url,
      SLIPWAY_BASE_URL: undefined,
      SLIPWAY_COMMIT: 'main',
      SLIPWAY_REPOSITORY: 'https://ada:secret@github.com/ada/blog.git',
      SLIPWAY_HUGO_FLAGS: 'minify,fast',
    });
    expect(exitCode).toBe(64);
    const message = lines.join('\n');
    expect(message).toContain('SLIPWAY_COMMIT: needs the 40 hex digits of a commit');
    expect(message).toContain('SLIPWAY_REPOSITORY: must not hold credentials');
    expect(message).toContain('SLIPWAY_BASE_URL: missing; needs a URL');
    expect(message).toContain('SLIPWAY_HUGO_FLAGS: knows only minify, drafts, future');
    expect(message).not.toContain('secret');
    expect(callback.reports()).toMatchObject([
      { result: { kind: 'failed', code: 'misconfigured', exitCode: 64 } },
    ]);
  });

  test("passes on Hugo's own message when Hugo refuses the site", async () => {
    const { site, store, callback, env } = await buildSurroundings();
    const commit = await commitFiles(site.directory, { 'content/about.md': '---\ntitle: [\n---\nText' });
    const { exitCode } = await build({ ...env, SLIPWAY_COMMIT: commit });
    expect(exitCode).toBe(65);
    const report = await jsonIn<{ message: string }>(store.container, keptReport);
    expect(report).toMatchObject({ kind: 'failed', code: 'site-refused', exitCode: 65 });
    expect(report.message).toMatch(/content\/about\.md:\d+:\d+": .*did not find expected node content/);
    expect(report.message).not.toMatch(/Total in|slipway-build|hugo v/);
    expect(callback.reports()).toEqual([
      { kind: 'ended', exitCode: 65, message: report.message, result: report },
    ]);
    expect(await namesIn(store.container, 'manifests/')).toEqual([]);
  });

  test('tells a commit that does not exist from a repository that does not', async () => {
    const { site, callback, env } = await buildSurroundings();
    const noCommit = await build({ ...env, SLIPWAY_COMMIT: 'f'.repeat(40) });
    expect(noCommit.exitCode).toBe(66);
    await rm(site.directory, { recursive: true });
    const noRepository = await build({ ...env, SLIPWAY_ATTEMPT: '2' });
    expect(noRepository.exitCode).toBe(68);
    expect(callback.reports()).toMatchObject([
      {
        result: {
          code: 'commit-not-found',
          message: expect.stringContaining(`has no commit ${'f'.repeat(40)}`),
        },
      },
      { result: { code: 'repository-not-accessible', message: expect.stringContaining('git says:') } },
    ]);
  });

  test('reports a store that refuses, without showing its URL', async () => {
    const { env } = await buildSurroundings();
    const callback = await callbackServer({ uploadUrl: (await releaseStore('rl')).uploadUrl });
    const { exitCode, lines } = await build({ ...env, SLIPWAY_CALLBACK_URL: callback.url });
    expect(exitCode).toBe(74);
    expect(callback.reports()).toMatchObject([
      { result: { code: 'upload-failed', message: expect.stringContaining('403') } },
    ]);
    expect(`${lines.join()}${JSON.stringify(callback.reports())}`).not.toContain('sig=');
  });

  test('reports a store that does not answer', async () => {
    const { env } = await buildSurroundings();
    const callback = await callbackServer();
    expect((await build({ ...env, SLIPWAY_CALLBACK_URL: callback.url })).exitCode).toBe(74);
    expect(callback.reports()).toMatchObject([{ result: { message: expect.stringContaining('no answer') } }]);
  });

  test('asks for access again when the app is busy, and ends when access is refused', async () => {
    const { env, store } = await buildSurroundings();
    const busy = await callbackServer({ uploadUrl: store.uploadUrl, grants: [503, 503] });
    expect((await build({ ...env, SLIPWAY_CALLBACK_URL: busy.url })).exitCode).toBe(0);
    const over = await callbackServer({ uploadUrl: store.uploadUrl, grants: [410, 410, 410, 410] });
    const refused = await build({ ...env, SLIPWAY_CALLBACK_URL: over.url, SLIPWAY_ATTEMPT: '2' });
    expect(refused.exitCode).toBe(74);
    expect(over.reports()).toMatchObject([
      { result: { code: 'upload-failed', message: expect.stringContaining('answered 410') } },
    ]);
    expect(over.received.filter(({ path }) => path.endsWith('/grant'))).toHaveLength(2);
  });
});

test('a site sees its own variables and none of the secrets of the build', async () => {
  const { store, env } = await buildSurroundings({
    'config.yaml': 'security:\n  funcs:\n    getenv: [".*"]\n',
    'layouts/index.html':
      '[{{ getenv "SLIPWAY_RUN_ID" }}{{ getenv "SLIPWAY_CALLBACK_TOKEN" }}{{ getenv "HUGO_NOTE" }}]',
  });
  expect((await build({ ...env, HUGO_NOTE: 'seen' })).exitCode).toBe(0);
  expect(await publishedText(store.container, 'index.html')).toBe('[seen]');
});

test('a stop ends the build without a report', async () => {
  const { callback, env, store } = await buildSurroundings();
  const stop = new AbortController();
  const workspaces = await ownTemporaryDirectory();
  const ended = build(env, { signal: stop.signal, log: () => stop.abort(new Error('stopped')) });
  await expect(ended).rejects.toThrow('stopped');
  expect(callback.reports()).toEqual([]);
  expect(await namesIn(store.container, 'reports/')).toEqual([]);
  expect(await readdir(workspaces)).toEqual([]);
});

/** Directs os.tmpdir() to a new place, for as long as the test runs. */
async function ownTemporaryDirectory(): Promise<string> {
  const directory = await temporaryDirectory();
  vi.stubEnv('TMPDIR', directory);
  onTestFinished(() => void vi.unstubAllEnvs());
  return directory;
}
