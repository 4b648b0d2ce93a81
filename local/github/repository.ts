import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';

/** A repository as the stand-in knows it. */
export type StandInRepository = {
  /** `OWNER/NAME`. */
  fullName: string;
  bare: string;
};

/** GitHub's number for a repository, which stays when it is renamed; here it is that of the folder. */
export function repositoryId(bare: string): number {
  return Number.parseInt(createHash('sha256').update(realpathSync(bare)).digest('hex').slice(0, 10), 16);
}

/** A repository as GitHub's REST API and its events show it. */
export function repositoryJson(
  { fullName, bare }: StandInRepository,
  {
    cloneUrl = `https://github.com/${fullName}.git`,
    defaultBranch,
  }: { cloneUrl?: string; defaultBranch: string },
) {
  const [owner = '', name = ''] = fullName.split('/');
  return {
    id: repositoryId(bare),
    name,
    full_name: fullName,
    private: false,
    owner: { name: owner, login: owner },
    html_url: cloneUrl.replace(/\.git$/, ''),
    clone_url: cloneUrl,
    default_branch: defaultBranch,
  };
}
