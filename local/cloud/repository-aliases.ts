import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { repositoryName } from './repository-name.ts';

/**
 * GitHub knows a repository by owner and name, which the app takes from the end of its URL. Of several with the same end,
 * `file:///one/team/site.git` and `file:///two/team/site.git`, all but the first get a link under an owner of their own.
 * Answers the URL of the link by the URL in the catalog; the links are made anew each time.
 */
export function repositoryAliases(repositories: readonly string[], directory: string): Map<string, string> {
  const aliases = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const repository of repositories) {
    const { name, fullName } = repositoryName(repository);
    const key = fullName.toLowerCase();
    const first = owners.get(key);
    if (first === undefined) owners.set(key, repository);
    else if (first !== repository && repository.startsWith('file:') && !aliases.has(repository))
      aliases.set(repository, link(fileURLToPath(repository), name, directory));
  }
  return aliases;
}

function link(target: string, name: string, directory: string): string {
  const owner = `local-${createHash('sha256').update(target).digest('hex').slice(0, 12)}`;
  const place = path.join(directory, owner, `${name}.git`);
  mkdirSync(path.dirname(place), { recursive: true });
  rmSync(place, { force: true });
  symlinkSync(target, place);
  return pathToFileURL(place).href;
}
