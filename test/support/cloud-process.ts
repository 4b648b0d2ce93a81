import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../dist/local/main.js', import.meta.url));

/** One line of `--json`. */
export type Told = { event: string } & Record<string, unknown>;

type Run = { id: string; site?: string; status: string; phase?: string; message?: string } & Record<
  string,
  unknown
>;

/** Registers what is to be done when the test ends, or when its file ends (`afterAll`) for what tests share. */
type AtEnd = (action: () => Promise<void> | void) => void;

/** A data folder of the test's own, removed when it ends; with a catalog and images when given. */
export function dataFolder(
  files: { catalog?: unknown; images?: unknown } = {},
  atEnd: AtEnd = onTestFinished,
): string {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-test-'));
  atEnd(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  writeFileSync(join(directory, 'slipway-data'), '');
  if (files.images) writeFileSync(join(directory, 'images.json'), JSON.stringify(files.images));
  if (files.catalog) writeFileSync(join(directory, 'my-catalog.json'), JSON.stringify(files.catalog));
  return directory;
}

/** The local cloud as a process of its own, as a person starts it; it is ended with the test. */
export class CloudProcess {
  readonly directory: string;
  readonly told: Told[] = [];
  readonly #process: ChildProcess;
  readonly #listeners = new Set<() => void>();
  readonly exited: Promise<number>;

  constructor(directory: string, args: readonly string[] = [], atEnd: AtEnd = onTestFinished) {
    this.directory = directory;
    this.#process = spawn(
      process.execPath,
      [program, '--json', '--port', '0', '--containers', 'process', '--data', directory, ...args],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let problems = '';
    this.#process.stderr?.on('data', (data: Buffer) => {
      problems += data.toString();
    });
    const lines = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      this.told.push(JSON.parse(line) as Told);
      for (const listener of this.#listeners) listener();
    });
    this.exited = new Promise((resolve) =>
      this.#process.once('close', (code, signal) => {
        if (problems) this.told.push({ event: 'stderr', message: problems });
        for (const listener of this.#listeners) listener();
        resolve(code ?? (signal === 'SIGKILL' ? 137 : 143));
      }),
    );
    atEnd(async () => {
      await this.stop();
    });
  }

  /** Resolves with the first told event, past or to come, that fits; throws when the process ends without it. */
  async hears(event: string, fits: (told: Told) => boolean = () => true): Promise<Told> {
    for (;;) {
      const found = this.told.find((told) => told.event === event && fits(told));
      if (found) return found;
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        throw new Error(
          `The cloud ended without telling "${event}":\n${this.told.map((told) => JSON.stringify(told)).join('\n')}`,
        );
      }
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  /** The origin of the Functions host. */
  async origin(): Promise<string> {
    return (await this.hears('partStarted', ({ part }) => part === 'functions')).url as string;
  }

  async #edgePort(): Promise<number> {
    return Number(
      new URL((await this.hears('partStarted', ({ part }) => part === 'cdn')).url as string).port,
    );
  }

  /** Calls the app's HTTP API. */
  async api(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> & { runs?: Run[] } }> {
    const response = await fetch(`${await this.origin()}/api/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : { text } };
  }

  /** Waits until a run has ended; how it ended, as the API tells it. */
  async ended(runId: string): Promise<Run> {
    await this.hears('publishEnded', (told) => told.runId === runId);
    return (await this.api('GET', `runs/${runId}`)).body as Run;
  }

  /** Fetches a page of a site through the cache, as a visitor's browser does. */
  async page(
    path: string,
    site = 'blog',
  ): Promise<{ status: number; body: string; cache: string | undefined }> {
    const port = await this.#edgePort();
    return new Promise((resolve, reject) => {
      const asked = request(
        { port, host: '127.0.0.1', path, headers: { host: `${site}.localhost:${port}` } },
        (response) => {
          let body = '';
          response.on('data', (data: Buffer) => {
            body += data.toString();
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body, cache: response.headers['x-cache'] as string }),
          );
        },
      );
      asked.on('error', reject);
      asked.end();
    });
  }

  /** The container groups that exist now, asked of the emulator as the SDK asks. */
  async containerGroups(): Promise<string[]> {
    const { url } = await this.hears('partStarted', ({ part }) => part === 'containers');
    const path = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/slipway';
    const provider = `${path}/providers/Microsoft.ContainerInstance/containerGroups?api-version=2023-05-01`;
    const response = await fetch(`${url}${provider}`, { headers: { authorization: 'Bearer test' } });
    const { value } = (await response.json()) as { value: Array<{ name: string }> };
    return value.map(({ name }) => name);
  }

  /** Resolves when no container group is left: a run does not wait for the removal of its groups. */
  async containerGroupsAreGone(): Promise<void> {
    while ((await this.containerGroups()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** As `kill -9` of a person: nothing can be tidied up. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.exited;
  }

  async stop(): Promise<number> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill('SIGTERM');
    return this.exited;
  }
}

/** Runs git in a working copy. */
export async function git(directory: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)('git', args, { cwd: directory });
  return stdout + stderr;
}

/** The processes of this machine that name the folder anywhere: what a cloud on it has left running. */
export function processesOf(directory: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .flatMap((pid) => {
      try {
        const [command = '', environment = ''] = ['cmdline', 'environ'].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8'),
        );
        const belongs = [command, environment, readlinkSync(`/proc/${pid}/cwd`)].some((text) =>
          text.includes(directory),
        );
        return belongs ? [`${pid} ${command.replaceAll('\0', ' ')}`] : [];
      } catch {
        // It has ended meanwhile, or is a zombie, or is not ours.
        return [];
      }
    });
}

/** Waits until no process names the folder any more. */
export async function allProcessesEnded(directory: string): Promise<void> {
  while (processesOf(directory).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
