import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ContainerClient } from '@azure/storage-blob';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { builderAccount } from '../../hugo-image/build-site/sandbox/confinement.ts';
import {
  buildEnvironment,
  buildSurroundings,
  callbackServer,
  manifestIn,
  repositoryRoot,
  temporaryDirectory,
} from './build-fixture.ts';

const run = promisify(execFile);
const program = path.join(repositoryRoot, 'dist/hugo-image/build-site.mjs');

beforeAll(async () => {
  await run(process.execPath, [path.join(repositoryRoot, 'scripts/bundle-build-site.mjs')]);
});

describe('the bundled program', () => {
  test('builds a site with a URL that can neither change nor delete what it made', async () => {
    const { store, callback, env } = await buildSurroundings();
    const directory = await temporaryDirectory();
    const { stdout } = await run(process.execPath, [program], {
      cwd: directory,
      env: buildEnvironment(env) as NodeJS.ProcessEnv,
    });
    expect(stdout).toMatch(/^fetching [0-9a-f]{7} of file:/);
    expect(stdout).toMatch(/^uploaded \d+ of \d+ files \(0\.\d MB\)$/m);
    expect(callback.reports()).toMatchObject([{ result: { kind: 'succeeded' } }]);
    const { name, entries } = await manifestIn(store.container);
    expect(entries.length).toBeGreaterThan(10);

    const granted = new ContainerClient(store.uploadUrl).getBlockBlobClient(name);
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
    const [callback, bin] = await Promise.all([callbackServer(), temporaryDirectory()]);
    // A length of time that no other process sleeps for.
    const sleep = `sleep\0${60 + process.pid / 10_000_000}\0`;
    const started = path.join(bin, 'started');
    await writeFile(
      path.join(bin, 'git'),
      `#!/bin/sh\ntouch ${started}\nexec ${sleep.split('\0').join(' ')}\n`,
    );
    await chmod(path.join(bin, 'git'), 0o755);
    const child = spawn(process.execPath, [program], {
      env: buildEnvironment({
        PATH: `${bin}:${process.env.PATH}`,
        SLIPWAY_REPOSITORY: 'https://example.invalid/blog.git',
        SLIPWAY_COMMIT: 'a'.repeat(40),
        SLIPWAY_CALLBACK_URL: callback.url,
      }) as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await until(async () => (await readdir(bin)).includes('started') && (await isRunning(sleep)));
    const asked = performance.now();
    child.kill('SIGTERM');
    const [exitCode] = await once(child, 'exit');
    expect(exitCode).toBe(143);
    expect(performance.now() - asked).toBeLessThan(1_000);
    await until(async () => !(await isRunning(sleep)));
    expect(callback.reports()).toEqual([]);
  });
});

test('the image is pinned, starts this program, and has another account for what a site brings along', async () => {
  const dockerfile = await readFile(path.join(repositoryRoot, 'hugo-image/Dockerfile'), 'utf8');
  expect(dockerfile.match(/^FROM .*$/gm)).toEqual([`FROM \${BASE}`]);
  expect(dockerfile).toMatch(/^ARG BASE=node:\d+\.\d+\.\d+-[a-z]+-slim(@sha256:[0-9a-f]{64})?$/m);
  expect(dockerfile).toContain(` ${builderAccount}\n`);
  expect(dockerfile).toMatch(/^USER root$/m);
  expect(dockerfile).toContain('COPY dist/hugo-image/build-site.mjs /opt/slipway/build-site.mjs');
  expect(dockerfile).toContain('ENTRYPOINT ["node", "/opt/slipway/build-site.mjs"]');
});

/** Whether a process of this machine has this command line. */
async function isRunning(commandLine: string): Promise<boolean> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.includes(commandLine);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}
