import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OracleOptions } from '../oracle/start-oracle.ts';

/** It may have to fetch its extension bundle first. */
const startLimitMs = 170_000;
const endLimitMs = 15_000;

export function hasFunc(): boolean {
  return spawnSync('func', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Serves a built app by the Functions host of Azure Functions Core Tools; resolves when the app answers. */
export async function startFunc({
  appDirectory,
  port = 7071,
  storage,
  env,
}: Pick<OracleOptions, 'appDirectory' | 'port' | 'storage' | 'env'>): Promise<{ stop(): Promise<void> }> {
  const settings = { FUNCTIONS_WORKER_RUNTIME: 'node', ...env, AzureWebJobsStorage: storage };
  const host = spawn('func', ['start', '--port', String(port)], {
    cwd: appDirectory,
    // A group of its own: Ctrl-C reaches only the tests, which then end the parts in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...settings },
  });
  let said = '';
  for (const stream of [host.stdout, host.stderr])
    stream.on('data', (text) => {
      said = (said + String(text)).slice(-4_000);
    });
  const deadline = Date.now() + startLimitMs;
  while (!(await answers(`http://127.0.0.1:${port}/api/health`))) {
    if (host.exitCode === null && Date.now() < deadline) await sleep(200);
    else {
      await end(host);
      throw new Error(`The Functions host did not serve the app. It said last:\n${said}`);
    }
  }
  return { stop: () => end(host) };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ status }) => status === 200 || status === 503,
    () => false,
  );
}

/** As Ctrl-C does: the host and the worker that it started. */
async function end(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null || host.pid === undefined) return;
  const group = -host.pid;
  const exited = once(host, 'exit');
  process.kill(group, 'SIGINT');
  const impatience = setTimeout(() => process.kill(group, 'SIGKILL'), endLimitMs);
  await exited;
  clearTimeout(impatience);
}
