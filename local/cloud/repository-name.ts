/** Owner and name of a repository, which are the last two parts of its URL, as the app takes them. */
export function repositoryName(repository: string): { owner: string; name: string; fullName: string } {
  const [owner = '', name = ''] = new URL(repository).pathname
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .split('/')
    .filter(Boolean)
    .slice(-2);
  return { owner, name, fullName: `${owner}/${name}` };
}
