import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

const format = /\.(toml|ya?ml|json|js|cjs|mjs|ts|mod|work)$/;
/** Beyond this a file at the top of a site is data, not configuration. */
const longestFile = 1024 * 1024;

/**
 * The text of the files that say how a site is built: those at its top and in its `config` folder. To be searched for words,
 * because Hugo has three formats and merges them by rules of its own.
 */
export async function siteConfiguration(site: string): Promise<string[]> {
  const top = await readdir(site, { withFileTypes: true }).catch(() => []);
  const below = top.some((entry) => entry.name === 'config' && entry.isDirectory())
    ? await readdir(path.join(site, 'config'), { withFileTypes: true, recursive: true })
    : [];
  const files = [...top, ...below].filter((entry) => entry.isFile() && format.test(entry.name));
  return Promise.all(
    files.map(async (entry) =>
      (await readFile(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8')).slice(0, longestFile),
    ),
  );
}

/** Whether Hugo will ask git when each page was changed. */
export function asksForHistory(
  configuration: readonly string[],
  env: Record<string, string | undefined>,
): boolean {
  if (/^true$/i.test(env.HUGO_ENABLEGITINFO ?? '')) return true;
  return configuration.some((text) => /enableGitInfo["']?\s*[:=]\s*["']?true/i.test(text));
}

/** Whether a site in a folder of its repository needs what lies beside that folder: by its settings, or by a link. */
export async function reachesOutside(site: string, configuration: readonly string[]): Promise<boolean> {
  if (configuration.some((text) => /\.\.[/"'\s]/.test(text))) return true;
  const entries = await readdir(site, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue;
    const folder = entry.parentPath ?? entry.path;
    const target = path.resolve(folder, await readlink(path.join(folder, entry.name)));
    if (!target.startsWith(`${site}/`)) return true;
  }
  return false;
}
