import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ContainerClient } from '@azure/storage-blob';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  buildEnvironment,
  callbackServer,
  manifestIn,
  releaseStore,
  repositoryRoot,
  siteRepository,
  temporaryDirectory,
} from './build-fixture.ts';

const run = promisify(execFile);
const program = path.join(repositoryRoot, 'dist/hugo-image/build-site.mjs');

beforeAll(async () => {
  await run(process.execPath, [path.join(repositoryRoot, 'scripts/bundle-build-site.mjs')]);
});

describe('the bundled program', () => {
  test('builds a site with a URL that can neither change nor delete what it made', async () => {
    const [site, store, callback] = await Promise.all([siteRepository(), releaseStore(), callbackServer()]);
    const directory = await temporaryDirectory();
    const { stdout } = await run(process.execPath, [program], {
      cwd: directory,
      env: buildEnvironment({
        SLIPWAY_REPOSITORY: site.url,
        SLIPWAY_COMMIT: site.commit,
        SLIPWAY_UPLOAD_URL: store.uploadUrl,
        SLIPWAY_CALLBACK_URL: callback.url,
      }) as NodeJS.ProcessEnv,
    });
    expect(stdout).toMatch(/^fetching [0-9a-f]{7} of file:/);
    expect(stdout).toMatch(/^uploaded \d+ of \d+ files \(0\.\d MB\)$/m);
    expect(callback.reports()).toMatchObject([{ result: { kind: 'succeeded' } }]);
    const manifest = await manifestIn(store.container);
    expect(manifest.files.length).toBeGreaterThan(10);

    const granted = new ContainerClient(store.uploadUrl).getBlockBlobClient(manifest.name);
    await expect(granted.upload('{}', 2)).rejects.toMatchObject({ statusCode: 403 });
    await expect(granted.delete()).rejects.toMatchObject({ statusCode: 403 });
    await expect(granted.setMetadata({ a: 'b' })).rejects.toMatchObject({ statusCode: 403 });
    await expect(granted.setHTTPHeaders({ blobContentType: 'text/html' })).rejects.toMatchObject({
      statusCode: 403,
    });
  });

  test('says what is missing and exits with 64', async () => {
    const ended = await run(process.execPath, [program], { env: {} }).catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 64, stdout: expect.stringContaining('SLIPWAY_REPOSITORY: missing') });
  });

  test('stops its children and exits with 143 when it is told to end', async () => {
    const [store, callback, bin] = await Promise.all([
      releaseStore(),
      callbackServer(),
      temporaryDirectory(),
    ]);
    const pidFile = path.join(bin, 'pid');
    await writeFile(
      path.join(bin, 'git'),
      `#!/bin/sh\necho $$ > ${pidFile}.part && mv ${pidFile}.part ${pidFile}\nexec sleep 60\n`,
    );
    await chmod(path.join(bin, 'git'), 0o755);
    const child = spawn(process.execPath, [program], {
      env: buildEnvironment({
        PATH: `${bin}:${process.env.PATH}`,
        SLIPWAY_REPOSITORY: 'https://example.invalid/blog.git',
        SLIPWAY_COMMIT: 'a'.repeat(40),
        SLIPWAY_UPLOAD_URL: store.uploadUrl,
        SLIPWAY_CALLBACK_URL: callback.url,
      }) as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const pid = Number(await appeared(pidFile));
    const asked = performance.now();
    child.kill('SIGTERM');
    const [exitCode] = await once(child, 'exit');
    expect(exitCode).toBe(143);
    expect(performance.now() - asked).toBeLessThan(1_000);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(callback.reports()).toEqual([]);
  });
});

test('the image is pinned, runs as nobody special and starts this program', async () => {
  const dockerfile = await readFile(path.join(repositoryRoot, 'hugo-image/Dockerfile'), 'utf8');
  const from = dockerfile.match(/^FROM .*$/gm) ?? [];
  expect(from).toHaveLength(1);
  expect(from[0]).toMatch(/^FROM node:\d+\.\d+\.\d+-[a-z]+-slim(@sha256:[0-9a-f]{64})?$/);
  expect(dockerfile).toMatch(/^USER (?!root|0)\w+$/m);
  expect(dockerfile.indexOf('\nUSER')).toBeLessThan(dockerfile.indexOf('\nENTRYPOINT'));
  expect(dockerfile).toContain('COPY dist/hugo-image/build-site.mjs /opt/slipway/build-site.mjs');
  expect(dockerfile).toContain('ENTRYPOINT ["node", "/opt/slipway/build-site.mjs"]');
});

/** The content of a file as soon as it exists. */
async function appeared(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text) return text;
    await new Promise(setImmediate);
  }
}
