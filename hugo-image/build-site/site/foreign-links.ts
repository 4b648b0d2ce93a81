import { readdir, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { BuildFailure } from '../build-failure.ts';

const namedLinks = 5;

/**
 * Refuses symbolic links that lead out of the repository, by name. Hugo follows links of content, static files and themes: one
 * to a file of this machine would publish it.
 */
export async function refuseForeignLinks(repository: string): Promise<void> {
  const root = await realpath(repository);
  const found: string[] = [];
  await walk(root, '', async (name) => {
    if (await leadsOutside(root, name)) found.push(`"${name}" -> ${await readlink(path.join(root, name))}`);
  });
  if (found.length === 0) return;
  const more = found.length > namedLinks ? ` and ${found.length - namedLinks} more` : '';
  throw new BuildFailure(
    'site-refused',
    `Symbolic links must stay inside the repository: ${found.sort().slice(0, namedLinks).join(', ')}${more}.`,
  );
}

async function walk(root: string, folder: string, onLink: (name: string) => Promise<void>): Promise<void> {
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isSymbolicLink()) await onLink(name);
    // Git makes its own folder, and puts nothing of a repository's into it that could be a link.
    else if (entry.isDirectory() && name !== '.git') await walk(root, name, onLink);
  }
}

async function leadsOutside(root: string, name: string): Promise<boolean> {
  const link = path.join(root, name);
  // One that leads nowhere counts by what it says: its target may come with a submodule or a package.
  const target = await realpath(link).catch(async () =>
    path.resolve(path.dirname(link), await readlink(link)),
  );
  return target !== root && !target.startsWith(`${root}/`);
}
