import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { tempApp } from '../local/functions/temp-app.ts';
import { allProcessesEnded, processesOf } from '../support/cloud-process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-npm-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Runs a script of package.json as a process manager does; what names the folder is ended with the test. */
function npmRun(script: string, args: readonly string[], folder: string): ChildProcess {
  const npm = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    // Whatever it starts has this, too, so that it is found.
    env: { ...process.env, STARTED_FOR: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    npm.kill('SIGKILL');
    for (const process of processesOf(folder)) killIfThere(Number.parseInt(process, 10));
  });
  return npm;
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function says(npm: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    npm.stdout?.on('data', (data: Buffer) => {
      said += data;
      if (said.includes(text)) resolve();
    });
    npm.once('exit', () => reject(new Error(`ended without saying "${text}": ${said}`)));
  });
}

const cloudArguments = (folder: string) => [
  ...['--json', '--port', '0', '--containers', 'process'],
  ...['--data', folder],
];

it.each([
  ['start', 'SIGTERM'],
  ['start', 'SIGINT'],
  ['start', 'SIGKILL'],
  ['dev', 'SIGTERM'],
] as const)('npm run %s leaves nothing running when npm gets %s', async (script, signal) => {
  const folder = temporaryFolder();
  const npm = npmRun(script, cloudArguments(folder), folder);
  await says(npm, '"event":"ready"');
  expect(processesOf(folder)).not.toEqual([]);
  npm.kill(signal);
  await allProcessesEnded(folder);
});

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'npm run host leaves nothing running when npm gets %s',
  async (signal) => {
    const folder = temporaryFolder();
    const app = await tempApp({
      'package.json': { main: 'main.js' },
      'main.js': `require('@azure/functions').app.http('f', { handler: () => ({}) });`,
    });
    const npm = npmRun('host', [app, '--port', '0', '--data', folder], folder);
    await says(npm, 'Ready: ');
    npm.kill(signal);
    await allProcessesEnded(folder);
  },
);

it('npm start ends cleanly when a terminal sends SIGINT to npm and to what it runs', async () => {
  const folder = temporaryFolder();
  const npm = npmRun('start', cloudArguments(folder), folder);
  const stopped = says(npm, '"event":"stopped"');
  await says(npm, '"event":"ready"');
  for (const pid of [npm.pid ?? 0, ...processesOf(folder).map((line) => Number.parseInt(line, 10))])
    process.kill(pid, 'SIGINT');
  await stopped;
  await allProcessesEnded(folder);
});
