import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { tempApp } from './temp-app.ts';

const local = resolve(import.meta.dirname, '../../../local/functions');

/** The command and the process that it starts, as they are shipped but each in one file: packages are left outside. */
const programs: Record<string, string> = {};

/** Builds `npm run host`; for `beforeAll`. */
export async function buildCommand(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [join(local, 'host-command.ts'), join(local, 'process/host-child.ts')],
    entryNames: '[name]',
    outdir: '.',
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
  });
  for (const { path, text } of outputFiles) programs[path.split('/').at(-1) ?? ''] = text;
}

/** Where the two programs lie, each in one file; removed when the test ends. */
export function programFolder(): Promise<string> {
  return tempApp({ 'package.json': { type: 'module' }, ...programs });
}

export type RunningCommand = {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  exit: Promise<number | null>;
  /** Resolves when standard error says something, now or later; rejects when the command ends without. */
  says(text: string): Promise<void>;
};

/** Starts the command in a process of its own; killed when the test ends, if it still runs. */
export async function startCommand(args: string[]): Promise<RunningCommand> {
  const home = await programFolder();
  const child = spawn(process.execPath, [join(home, 'host-command.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const exit = new Promise<number | null>((settle) => child.on('close', settle));
  const says = (text: string): Promise<void> =>
    new Promise((settle, reject) => {
      const look = (): void => {
        if (err.includes(text)) settle();
      };
      child.stderr?.on('data', look);
      child.on('close', () => reject(new Error(`ended without saying "${text}": ${err}`)));
      look();
    });
  return { child, out: () => out, err: () => err, exit, says };
}

/** The origin from the command's ready line. */
export async function origin(running: RunningCommand): Promise<string> {
  return new Promise((settle, reject) => {
    const look = (): void => {
      const [, found] = /^Ready: (http:\/\/127\.0\.0\.1:\d+)$/m.exec(running.out()) ?? [];
      if (found) settle(found);
    };
    running.child.stdout?.on('data', look);
    running.child.on('close', () => reject(new Error(`ended before it was ready: ${running.err()}`)));
    look();
  });
}
