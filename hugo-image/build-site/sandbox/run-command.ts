import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type CommandOptions = {
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  /** What the command reads; nothing by default. */
  input?: Readable;
  /** Called with every line of both streams, as it comes. */
  onLine?: (line: string) => void;
};

/** How a command ended; `output` is the end of both streams, in the order of their arrival. */
export type CommandResult = { exitCode: number; signal?: NodeJS.Signals; output: string };

/** What a command says is bounded by nobody else: more than this of it is not held, in a line or in all. */
const longestLine = 8 * 1024;
const keptOutput = 64 * 1024;
/** A process that a command left behind may hold its streams open for ever. */
const drainMs = 1_000;

/** What a shell answers for a program that is not there. */
export const notFound = 127;

/** Runs a command to its end. A non-zero exit is a result, and so is a program that is not there. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  options.signal.throwIfAborted();
  const lines = new LineKeeper(options.onLine);
  const child = spawn(command, args, {
    env: options.env,
    // A group of its own, so that what the command started ends with it.
    detached: true,
    stdio: [options.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const streams = [child.stdout, child.stderr].flatMap((stream) => stream ?? []);
  const flushes = streams.map((stream) => lines.follow(stream.setEncoding('utf8')));
  // A command that stops reading says by its exit what was wrong.
  if (options.input && child.stdin) pipeline(options.input, child.stdin).catch(() => undefined);
  // Nothing that runs here has anything to put in order before it goes.
  const stop = (): void => endGroup(child.pid);
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<CommandResult>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') resolve({ exitCode: notFound, output: error.message });
        else reject(error);
      });
      child.once('exit', () => {
        endGroup(child.pid);
        setTimeout(() => streams.forEach((stream) => void stream.destroy()), drainMs).unref();
      });
      child.once('close', (code, signal) => {
        for (const flush of flushes) flush();
        if (options.signal.aborted) reject(options.signal.reason);
        else resolve({ exitCode: code ?? -1, ...(signal && { signal }), output: lines.kept() });
      });
    });
  } finally {
    options.signal.removeEventListener('abort', stop);
    options.input?.destroy();
  }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}

/** Cuts streams into lines and keeps the last of them. */
class LineKeeper {
  readonly #onLine: CommandOptions['onLine'];
  readonly #lines: string[] = [];
  #length = 0;

  constructor(onLine: CommandOptions['onLine']) {
    this.#onLine = onLine;
  }

  kept(): string {
    return this.#lines.join('\n');
  }

  /** Answers what takes the last line when it has no end. */
  follow(stream: Readable): () => void {
    let rest = '';
    stream.on('data', (chunk: string) => {
      // Git redraws its progress with bare carriage returns.
      const parts = (rest + chunk).split(/\r?\n|\r/);
      rest = parts.pop() ?? '';
      for (const part of parts) this.#take(part);
      if (rest.length > longestLine) {
        this.#take(rest);
        rest = '';
      }
    });
    return () => void (rest && this.#take(rest));
  }

  #take(text: string): void {
    const line = text.slice(0, longestLine);
    this.#onLine?.(line);
    this.#lines.push(line);
    this.#length += line.length;
    while (this.#length > keptOutput) this.#length -= this.#lines.shift()?.length ?? 0;
  }
}
