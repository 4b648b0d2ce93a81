import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Ports } from '../../local/cloud/port-names.ts';
import { choosePorts } from '../../local/cloud/ports.ts';

export const image = 'bench/small:1';

/** More than run at a time: a group stays for a moment after its job has ended. */
const groupsAtOnce = '60';

/** Longer than any call takes on a busy machine. */
const callLimitMs = 60_000;

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A whole local cloud on ports and a folder of its own. The Functions host is a process that can be killed while the rest goes on,
 * as on Azure.
 */
export class BenchCloud {
  readonly directory: string;
  readonly arm: string;
  readonly #ports: Ports;
  readonly #settings: Record<string, string>;
  readonly #surroundings: ChildProcess;
  #host: ChildProcess | undefined;

  private constructor(
    directory: string,
    ports: Ports,
    surroundings: ChildProcess,
    settings: Record<string, string>,
  ) {
    this.directory = directory;
    this.#ports = ports;
    this.#surroundings = surroundings;
    this.#settings = { ...settings, SLIPWAY_MAX_GROUPS: groupsAtOnce };
    this.arm = settings.SLIPWAY_ARM_ENDPOINT ?? '';
  }

  static async start(): Promise<BenchCloud> {
    const directory = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
    writeFileSync(join(directory, 'slipway-data'), '');
    writeFileSync(join(directory, 'bench-catalog.json'), JSON.stringify({ sites: {} }));
    const command = ['bash', fileURLToPath(new URL('small-job.sh', import.meta.url))];
    const environment = { SUCCESSES: join(directory, 'successes.txt') };
    writeFileSync(environment.SUCCESSES, '');
    writeFileSync(join(directory, 'images.json'), JSON.stringify({ [image]: { command, environment } }));
    const ports = await choosePorts(0);
    const program = fileURLToPath(new URL('child/surroundings.mjs', import.meta.url));
    const surroundings = fork(program, [
      directory,
      join(directory, 'bench-catalog.json'),
      JSON.stringify(ports),
    ]);
    const [settings] = (await Promise.race([
      once(surroundings, 'message'),
      once(surroundings, 'exit').then(() => {
        throw new Error('The surroundings of the app did not start.');
      }),
    ])) as [Record<string, string>];
    const cloud = new BenchCloud(directory, ports, surroundings, settings);
    await cloud.startHost();
    return cloud;
  }

  async startHost(): Promise<void> {
    const { functions } = this.#ports;
    const data = join(this.directory, 'functions');
    const host = spawn(
      process.execPath,
      ['scripts/host.mjs', '.', '--port', String(functions), '--data', data],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...this.#settings },
      },
    );
    this.#host = host;
    let told = '';
    for await (const text of host.stdout ?? []) {
      told += String(text);
      if (told.includes('Ready: ')) return;
    }
    throw new Error(`The Functions host did not start: ${told}`);
  }

  /** As a machine that goes away: nothing can be tidied up, not even by the processes that look after each other. */
  async killHost(): Promise<void> {
    const host = this.#host;
    if (host?.pid === undefined || host.exitCode !== null || host.signalCode !== null) return;
    // Stopped first, so that it starts no other in place of a child that is gone.
    process.kill(host.pid, 'SIGSTOP');
    for (const pid of [host.pid, ...childrenOf(host.pid)]) process.kill(pid, 'SIGKILL');
    await once(host, 'exit');
  }

  /** Calls the app's HTTP API; undefined while it does not answer. */
  async api<Answer>(method: string, path: string, body?: unknown): Promise<Answer | undefined> {
    const response = await fetch(`http://127.0.0.1:${this.#ports.functions}/api/${path}`, {
      method,
      signal: AbortSignal.timeout(callLimitMs),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }).catch(() => undefined);
    if (response && response.status < 500 && response.status >= 400)
      throw new Error(`${method} ${path}: ${await response.text()}`);
    return response?.ok ? ((await response.json()) as Answer) : undefined;
  }

  /** Calls the stand-in for Azure's management API. */
  async armCall(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.arm}${path}`, {
      method,
      signal: AbortSignal.timeout(callLimitMs),
      headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  get groupsPath(): string {
    const subscription = this.#settings.SLIPWAY_SUBSCRIPTION_ID;
    return `/subscriptions/${subscription}/resourceGroups/slipway/providers/Microsoft.ContainerInstance/containerGroups`;
  }

  /** Seconds of a processor that the app, and everything around it, have used so far. */
  processorSeconds(): { app: number; surroundings: number } {
    const host = this.#host?.pid;
    const app = host === undefined ? [] : [host, ...childrenOf(host)];
    return {
      app: app.reduce((sum, pid) => sum + processorSecondsOf(pid), 0),
      surroundings: processorSecondsOf(this.#surroundings.pid ?? 0),
    };
  }

  /** The container groups that are left when all had time to go. */
  async groupsLeft(seconds: number): Promise<string[]> {
    for (let tries = 0; ; tries++) {
      const response = await this.armCall('GET', `${this.groupsPath}?api-version=2023-05-01`);
      const { value } = (await response.json()) as { value: Array<{ name: string }> };
      if (value.length === 0 || tries >= seconds) return value.map(({ name }) => name);
      await sleep(1_000);
    }
  }

  /** How often each item ran to success since the last time that this was asked, by name. */
  takeSuccesses(): Map<string, number> {
    const file = join(this.directory, 'successes.txt');
    const counts = new Map<string, number>();
    for (const item of readFileSync(file, 'utf8').trim().split('\n'))
      counts.set(item, (counts.get(item) ?? 0) + 1);
    writeFileSync(file, '');
    return counts;
  }

  /** Nothing runs in it any more, and its data go, so that nothing has to be tidied up. */
  async stop(): Promise<void> {
    await this.killHost();
    this.#surroundings.kill('SIGKILL');
    if (this.#surroundings.exitCode === null) await once(this.#surroundings, 'exit');
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** All processes below this one. */
function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return children.flatMap((child) => [...childrenOf(child), child]);
}

/** User and system time, which the kernel counts in hundredths of a second. */
function processorSecondsOf(pid: number): number {
  // Behind the name of the program, which may hold anything.
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}
