import { ownerAndName } from '../../lib/git/repository-key.ts';

/** Owner and name of a repository, which are the last two parts of its URL, as the app takes them. */
export function repositoryName(repository: string): { owner: string; name: string; fullName: string } {
  const { owner, repo: name } = ownerAndName(repository) ?? { owner: '', repo: '' };
  return { owner, name, fullName: `${owner}/${name}` };
}
