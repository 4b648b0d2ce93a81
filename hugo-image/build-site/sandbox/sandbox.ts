import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildFolder, type Confinement, chooseConfinement, confinedCommand } from './confinement.ts';
import { type CommandOptions, type CommandResult, runCommand } from './run-command.ts';

export type SandboxOptions = {
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  log: (line: string) => void;
  confinement?: Confinement;
};

export type RunOptions = Partial<Pick<CommandOptions, 'env' | 'input' | 'onLine'>> & {
  /** Relative to the build's folder. */
  cwd?: string;
};

const folders = ['repository', 'public', 'cache', 'home', 'tmp'] as const;

/** A folder for one build, and the only way in which programs other than this one are run. */
export class Sandbox {
  /** The build's folder as this program sees it. */
  readonly outside: string;
  /** The same folder as the tools see it. */
  readonly inside: string;
  /** A folder of this program's own, for what the tools must not touch. */
  readonly own: string;
  readonly confinement: Confinement;
  readonly #options: SandboxOptions;

  private constructor(
    places: { outside: string; inside: string; own: string },
    options: SandboxOptions & { confinement: Confinement },
  ) {
    this.outside = places.outside;
    this.inside = places.inside;
    this.own = places.own;
    this.confinement = options.confinement;
    this.#options = options;
  }

  static async open(options: SandboxOptions): Promise<Sandbox> {
    const confinement = options.confinement ?? (await chooseConfinement());
    if (confinement.kind === 'none') {
      options.log(
        'warning: this machine lets no user make namespaces, so programs of the site could read the secrets of this build',
      );
    }
    const own = await mkdtemp(path.join(os.tmpdir(), 'slipway-own-'));
    const outside =
      confinement.kind === 'user' ? buildFolder : await mkdtemp(path.join(os.tmpdir(), 'slipway-build-'));
    const inside = confinement.kind === 'none' ? outside : buildFolder;
    const sandbox = new Sandbox({ outside, inside, own }, { ...options, confinement });
    // A container that the platform starts again finds what its first start left.
    if (confinement.kind === 'user') await sandbox.#empty();
    for (const folder of ['', ...folders]) await sandbox.#makeFolder(folder);
    return sandbox;
  }

  /** A path below the build's folder, as this program sees it. */
  path(...names: string[]): string {
    return path.join(this.outside, ...names);
  }

  /** Runs a program to its end, as `runCommand` does, without this program's variables. */
  run(
    command: string,
    args: readonly string[],
    { cwd = '', env = this.#options.env, ...streams }: RunOptions = {},
  ): Promise<CommandResult> {
    const { outside, inside } = this;
    const folder = { outside, inside, cwd: path.join(inside, cwd) };
    const [confined = '', ...confinedArgs] = confinedCommand(this.confinement, folder, [command, ...args]);
    return runCommand(confined, confinedArgs, { signal: this.#options.signal, env, ...streams });
  }

  /** Ends what the tools left running: from here on nobody but this program touches the build's folder. */
  async quiet(): Promise<void> {
    // A namespace of processes ends with its first one.
    if (this.confinement.kind !== 'user') return;
    await this.run('sh', ['-c', 'kill -KILL -1']);
  }

  async remove(): Promise<void> {
    await this.#empty();
    await rm(this.own, { recursive: true, force: true });
    // The fixed place stays, for the next build and as what others mount over.
    if (this.outside !== buildFolder) await rm(this.outside, { recursive: true, force: true });
  }

  async #empty(): Promise<void> {
    for (const folder of folders) {
      await rm(this.path(folder), { recursive: true, force: true, maxRetries: 3 });
    }
  }

  async #makeFolder(name: string): Promise<void> {
    const folder = this.path(name);
    await mkdir(folder, { recursive: true });
    if (this.confinement.kind === 'user') await chown(folder, this.confinement.uid, this.confinement.gid);
  }
}
