import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { adaptersOver, fillFleet, fleetName, problemsOf } from './bench-fleet.ts';

export type HttpFigures = {
  servers: number;
  sessionsPerServer: number;
  allocations: number;
  callers: number;
  kills: number;
  /** Calls without an answer, which their caller made again. */
  retried: number;
  /** Of calls that were answered the first time. */
  timesMs: number[];
  wallMs: number;
  problems: string[];
};

const appDirectory = fileURLToPath(new URL('app/', import.meta.url));
const hostScript = fileURLToPath(new URL('../../scripts/host.mjs', import.meta.url));
const agent = new Agent({ keepAlive: true });
const retryMs = 200;

/** So many callers over HTTP, while the Functions host is killed so many times and started again. */
export async function allocateOverHttp(
  connectionString: string,
  options: {
    servers: number;
    sessionsPerServer: number;
    allocations: number;
    callers: number;
    kills: number;
  },
): Promise<HttpFigures> {
  const { allocations, callers, kills, sessionsPerServer } = options;
  const azure = adaptersOver(connectionString);
  await fillFleet(azure, options);
  const host = new BenchHost(connectionString);
  await host.start();
  const answered = new Map<string, string>();
  const timesMs: number[] = [];
  let [next, retried, killed] = [0, 0, 0];
  const call = async (): Promise<void> => {
    for (let n = next++; n < allocations; n = next++) {
      const session = `session-${n}`;
      for (let tries = 0; ; tries += 1) {
        const begin = performance.now();
        const server = await host.allocate(session);
        if (server !== undefined) {
          answered.set(session, server);
          if (tries === 0) timesMs.push(performance.now() - begin);
          break;
        }
        retried += 1;
        await sleep(retryMs);
      }
    }
  };
  const begin = performance.now();
  try {
    const calls = Promise.all(Array.from({ length: callers }, call));
    for (; killed < kills; killed += 1) {
      while (answered.size < (allocations * (killed + 1)) / (kills + 1)) await sleep(5);
      await host.kill();
      await host.start();
    }
    await calls;
  } finally {
    await host.kill();
    await host.remove();
  }
  const wallMs = performance.now() - begin;
  const problems = await problemsOf(azure, answered, sessionsPerServer);
  return { ...options, retried, timesMs, wallMs, problems };
}

class BenchHost {
  readonly #connectionString: string;
  #directory: string | undefined;
  #child: ChildProcess | undefined;
  #port = 0;

  constructor(connectionString: string) {
    this.#connectionString = connectionString;
  }

  async start(): Promise<void> {
    this.#directory ??= await mkdtemp(join(tmpdir(), 'slipway-bench-'));
    const options = ['--port', String(this.#port), '--data', this.#directory];
    const child = spawn(process.execPath, [hostScript, appDirectory, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, BENCH_STORAGE: this.#connectionString },
    });
    this.#child = child;
    let told = '';
    for await (const text of child.stdout) {
      told += String(text);
      const [, port] = /Ready: http:\/\/127\.0\.0\.1:(\d+)/.exec(told) ?? [];
      this.#port = Number(port ?? this.#port);
      if (port !== undefined) return;
    }
    throw new Error(`The Functions host did not start: ${told}`);
  }

  /** As a machine that goes away. */
  async kill(): Promise<void> {
    const { pid } = this.#child ?? {};
    if (pid === undefined || !this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null)
      return;
    // Stopped first, so that it starts no other in place of a child that is gone.
    process.kill(pid, 'SIGSTOP');
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    for (const each of [pid, ...children.split(' ').filter(Boolean).map(Number)])
      process.kill(each, 'SIGKILL');
    await once(this.#child, 'exit');
  }

  async remove(): Promise<void> {
    agent.destroy();
    if (this.#directory) await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The server of a session; undefined when nobody answered. */
  allocate(session: string): Promise<string | undefined> {
    const body = JSON.stringify({ session });
    const options = {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    };
    const url = `http://127.0.0.1:${this.#port}/api/fleets/${fleetName}/allocations`;
    return new Promise((resolve) => {
      const call = request(url, options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => resolve(undefined));
        response.on('end', () => {
          const isPlaced = response.statusCode === 201;
          resolve(isPlaced ? JSON.parse(Buffer.concat(parts).toString()).server : undefined);
        });
      });
      call.on('error', () => resolve(undefined));
      call.end(body);
    });
  }
}
