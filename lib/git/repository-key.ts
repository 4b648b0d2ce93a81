/**
 * One text for all URLs of one repository: without scheme, user, default port and `.git`, in lower case, because the
 * providers ignore case. `git@github.com:Owner/Site.git` and `https://github.com/owner/site` give the same.
 */
export function repositoryKey(url: string): string {
  const [, scpHost, scpPath] = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(url) ?? [];
  const { host, path } =
    scpHost && scpPath && !/^\d+(?:\/|$)/.test(scpPath) ? { host: scpHost, path: scpPath } : partsOf(url);
  return `${host}/${path.replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '')}`.toLowerCase();
}

/** The last two parts of a repository's path; undefined where it has fewer. */
export function ownerAndName(url: string): { owner: string; repo: string } | undefined {
  const [owner, repo] = partsOf(url)
    .path.replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .split('/')
    .filter(Boolean)
    .slice(-2);
  return owner && repo ? { owner, repo } : undefined;
}

/** The host of a repository's URL, in lower case and without a port; empty where there is none. */
export function hostOf(url: string): string {
  return repositoryKey(url).split('/', 1)[0]?.replace(/:\d+$/, '') ?? '';
}

function partsOf(url: string): { host: string; path: string } {
  // What is no URL is compared as it stands: it matches nothing by accident.
  if (!URL.canParse(url)) return { host: '', path: url };
  const { host, hostname, pathname, protocol, port } = new URL(url);
  // The URL parser knows no default port of ssh.
  return { host: protocol === 'ssh:' && port === '22' ? hostname : host, path: pathname };
}
