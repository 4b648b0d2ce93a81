import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { developmentAccount as account } from '../../local/storage/development-account.ts';

export type BenchStorage = { connectionString: string; stop(): Promise<void> };

/** The table storage of the local cloud, in a process of its own, on disk. */
export async function localStorage(): Promise<BenchStorage> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const program = fileURLToPath(new URL('../sites/child/storage.mjs', import.meta.url));
  const child = fork(program, [directory, 'table']);
  const [connectionString] = (await once(child, 'message')) as [string];
  return { connectionString, stop: () => end(child, directory) };
}

/** Azurite's own table service, as its command starts it. */
export async function azuriteStorage(): Promise<BenchStorage> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const port = await freePort();
  const program = fileURLToPath(
    new URL('../../node_modules/azurite/dist/src/table/main.js', import.meta.url),
  );
  const options = ['--silent', '--disableTelemetry', '--skipApiVersionCheck', '--location', directory];
  const child = spawn(process.execPath, [program, '--tablePort', String(port), ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  while (!(await fetch(origin).catch(() => undefined))) await sleep(100);
  const connectionString = [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account.name}`,
    `AccountKey=${account.key}`,
    `TableEndpoint=${origin}/${account.name}`,
  ].join(';');
  return { connectionString, stop: () => end(child, directory) };
}

async function end(child: ChildProcess, directory: string): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
