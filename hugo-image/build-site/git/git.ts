import { setTimeout as sleep } from 'node:timers/promises';
import { BuildFailure } from '../build-failure.ts';
import { type CommandResult, notFound } from '../sandbox/run-command.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type GitSource, gitEnvironment } from './git-environment.ts';

export type GitOptions = {
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  log: (line: string) => void;
  /** Pauses before further tries after a network failure, in milliseconds. */
  pausesMs?: readonly number[];
};

/** The network of a fresh container may take seconds to come up. */
const defaultPausesMs = [1_000, 3_000, 8_000];
const networkTrouble =
  /could not resolve host|failed to connect|connection (timed out|reset)|couldn't connect|early eof|rpc failed|unexpected disconnect|returned error: (429|5\d\d)/i;

/** Git in the sandbox, for one repository and what belongs to it. */
export class Git {
  readonly source: GitSource;
  readonly sandbox: Sandbox;
  readonly options: GitOptions;

  constructor(source: GitSource, sandbox: Sandbox, options: GitOptions) {
    this.source = source;
    this.sandbox = sandbox;
    this.options = options;
  }

  /** Runs git in a folder of the checkout; `settings` are in force for this command alone. */
  async run(
    args: readonly string[],
    { cwd = '', settings = {}, onLine }: RunGit = {},
  ): Promise<CommandResult> {
    const env = gitEnvironment(this.options.env, this.source, settings);
    const result = await this.sandbox.run('git', args, {
      env,
      cwd: `repository/${cwd}`,
      ...(onLine && { onLine }),
    });
    if (result.exitCode === notFound)
      throw new BuildFailure('unexpected', 'This image has no program "git".');
    return result;
  }

  /** The lines that a command prints that only reads; what fails here is not the site's fault. */
  async lines(args: readonly string[], cwd = ''): Promise<string[]> {
    const result = await this.run(args, { cwd });
    if (result.exitCode !== 0)
      throw new BuildFailure('unexpected', `git failed: ${gitMessage(result.output)}`);
    return result.output.split('\n').filter((line) => line !== '');
  }

  /** Repeats a command that talks to the network when that was the trouble. */
  async overTheNetwork(args: readonly string[], options: RunGit = {}): Promise<CommandResult> {
    for (const pauseMs of this.options.pausesMs ?? defaultPausesMs) {
      const result = await this.run(args, options);
      if (result.exitCode === 0 || !networkTrouble.test(result.output)) return result;
      await sleep(pauseMs, undefined, { signal: this.options.signal });
    }
    return this.run(args, options);
  }
}

type RunGit = { cwd?: string; settings?: Record<string, string>; onLine?: (line: string) => void };

export function notAccessible(what: string, output: string): BuildFailure {
  return new BuildFailure(
    'repository-not-accessible',
    `${what} does not exist or refuses access; git says: ${gitMessage(output)}`,
  );
}

/** What git said, without the prefixes and advice that are meant for a person at a terminal. */
export function gitMessage(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(fatal|error|remote):/.test(line))
    .map((line) => line.replace(/^((fatal|error|remote):\s*)+/, ''));
  return [...new Set(lines.length > 0 ? lines : [output.trim()])].join('; ').slice(0, 1_000);
}
