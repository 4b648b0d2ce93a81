import { existsSync } from 'node:fs';
import path from 'node:path';
import { BuildFailure } from '../build-failure.ts';
import { notFound } from '../sandbox/run-command.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { HugoFlag } from '../settings.ts';
import { HugoOutput } from './hugo-output.ts';

export type HugoBuild = {
  /** The site's folder in the repository. */
  directory: string;
  baseUrl: string;
  hugoFlags: readonly HugoFlag[];
};

export type HugoResult = {
  /** Hugo's name and version. */
  generator: string;
  warnings: number;
  lacksLayouts: boolean;
};

const argumentOf: Record<HugoFlag, string> = {
  minify: '--minify',
  drafts: '--buildDrafts',
  future: '--buildFuture',
};

/** Builds the site, in its own folder so that its own tools are found. Throws `site-refused` with Hugo's own message. */
export async function runHugo(
  { directory, baseUrl, hugoFlags }: HugoBuild,
  sandbox: Sandbox,
  { env, log }: { env: Record<string, string | undefined>; log: (line: string) => void },
): Promise<HugoResult> {
  if (!existsSync(sandbox.path('repository', directory))) {
    throw new BuildFailure('site-refused', `The commit has no folder "${directory}".`);
  }
  const inside = (...names: string[]): string => path.join(sandbox.inside, ...names);
  const args = [
    ['--destination', inside('public'), '--cacheDir', inside('tmp/hugo')],
    // What is left of images that no page uses any more is not kept for the next build.
    ['--baseURL', baseUrl, '--noBuildLock', '--gc'],
    hugoFlags.map((flag) => argumentOf[flag]),
  ].flat();
  // Templates may quote absolute paths of the work tree: what people read starts at the site's folder.
  const source = inside('repository', directory).replace(/\/$/, '');
  const output = new HugoOutput();
  const onLine = (line: string): void => {
    const readable = line.replaceAll(`${source}/`, '').replaceAll(source, '.');
    output.take(readable);
    log(readable);
  };
  const { exitCode, signal } = await sandbox.run('hugo', args, {
    cwd: path.join('repository', directory),
    env,
    onLine,
  });
  if (exitCode === notFound) throw new BuildFailure('unexpected', 'This image has no program "hugo".');
  if (exitCode !== 0)
    throw new BuildFailure('site-refused', reasonOf(output.failureMessage(), exitCode, signal));
  return {
    generator: output.generator ?? 'hugo',
    warnings: output.warnings,
    lacksLayouts: output.lacksLayouts,
  };
}

function reasonOf(message: string, exitCode: number, signal?: string): string {
  // A shell between tells of a signal by a number.
  if (signal === 'SIGKILL' || exitCode === 137)
    return `Hugo was killed, as a build is that needs more memory than it has.\n${message}`;
  if (/binary with name "go" not found/.test(message)) {
    return `The site uses Hugo modules, and this image has no Go: run "hugo mod vendor" and commit "_vendor", or build with an image that has Go.\n${message}`;
  }
  return message;
}
