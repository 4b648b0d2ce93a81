import { existsSync } from 'node:fs';
import path from 'node:path';
import { BuildFailure } from './build-failure.ts';
import { runCommand } from './run-command.ts';
import type { HugoFlag } from './settings.ts';

export type HugoBuild = {
  /** Where the commit is checked out. */
  checkout: string;
  /** The site's folder in it. */
  directory: string;
  output: string;
  cache: string;
  baseUrl: string;
  hugoFlags: readonly HugoFlag[];
};

export type HugoOptions = {
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  log: (line: string) => void;
};

const argumentOf: Record<HugoFlag, string> = {
  minify: '--minify',
  drafts: '--buildDrafts',
  future: '--buildFuture',
};

/** Lines that say how Hugo is doing, not what is wrong with the site. */
const noise =
  /^(start building sites|hugo v\d|building sites|built in \d|total in \d|-+\+-+|\s*\|\s*[A-Z-]{2,}|\s*(pages|paginator pages|non-page files|static files|processed images|aliases|sitemaps|cleaned)\s*\|)/i;

/** Builds the site; answers Hugo's name and version. Throws `site-refused` with Hugo's own message. */
export async function runHugo(build: HugoBuild, options: HugoOptions): Promise<string> {
  const source = path.join(build.checkout, build.directory);
  if (!existsSync(source)) {
    throw new BuildFailure('site-refused', `The commit has no folder "${build.directory}".`);
  }
  const args = [
    ['--source', source, '--destination', build.output, '--cacheDir', build.cache],
    ['--baseURL', build.baseUrl, '--noBuildLock'],
    build.hugoFlags.map((flag) => argumentOf[flag]),
  ].flat();
  // Templates may quote absolute paths of the work tree: what people read starts at the site's folder.
  const readable = (line: string): string => line.replaceAll(`${source}/`, '').replaceAll(source, '.');
  const result = await runCommand('hugo', args, {
    env: options.env,
    signal: options.signal,
    onLine: (line) => options.log(readable(line)),
  }).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new BuildFailure('unexpected', 'This image has no program "hugo".', { cause: error });
  });
  if (result.exitCode !== 0) {
    throw new BuildFailure('site-refused', failureMessage(readable(result.output)));
  }
  return generatorIn(result.output) ?? 'hugo';
}

/** Hugo's own words without its progress, at most 2,000 characters. */
export function failureMessage(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !noise.test(line));
  const message = lines
    .join('\n')
    .replace(/^Error: (?:error building site: )?/gim, '')
    .slice(0, 2_000)
    .trim();
  return message || 'Hugo refused the site and gave no reason.';
}

/** `hugo 0.111.3+extended` of the version line that Hugo prints when it builds. */
export function generatorIn(output: string): string | undefined {
  const version = /^hugo v(\d[^\s-]*)/m.exec(output)?.[1];
  return version && `hugo ${version}`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
