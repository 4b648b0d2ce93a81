import { spawn } from 'node:child_process';

export type CommandOptions = {
  cwd?: string;
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  /** Called with every line of both streams, as it comes. */
  onLine?: (line: string) => void;
};

/** How a command ended; `output` is both streams, in the order of their arrival. */
export type CommandResult = { exitCode: number; output: string };

/** After this long a child that ignores SIGTERM is killed: the whole program has a second to end. */
const killAfterMs = 500;

/** Runs a command to its end. A non-zero exit is a result; only a command that cannot be started throws. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    options.signal.throwIfAborted();
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    const takeLine = (line: string): void => {
      lines.push(line);
      options.onLine?.(line);
    };
    const flushes = [child.stdout, child.stderr].map((stream) => {
      let rest = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        // Git redraws its progress with bare carriage returns.
        const parts = (rest + chunk).split(/\r?\n|\r/);
        rest = parts.pop() ?? '';
        parts.forEach(takeLine);
      });
      return () => rest && takeLine(rest);
    });
    const stop = (): void => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
    };
    options.signal.addEventListener('abort', stop, { once: true });
    child.once('error', (error) => {
      options.signal.removeEventListener('abort', stop);
      reject(error);
    });
    child.once('close', (code) => {
      options.signal.removeEventListener('abort', stop);
      for (const flush of flushes) flush();
      if (options.signal.aborted) reject(options.signal.reason);
      else resolve({ exitCode: code ?? -1, output: lines.join('\n') });
    });
  });
}
