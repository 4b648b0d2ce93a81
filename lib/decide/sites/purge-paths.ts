import type { PurgeScope } from '../../../contract/releases.ts';

/** Front Door takes 100 paths in one purge and charges the endpoint's queue for each call; above this, wildcards are kinder. */
const mostPaths = 50;

/** Gathers what to purge for changed files, in a bounded memory. */
export type PurgeGathering = {
  /** `file` is a path of the site. */
  add(file: string): void;
  /** `/dir/` stands beside `/dir/index.html`, because they are different cache keys. */
  scope(): PurgeScope;
};

/** `url` is where the site is served; its own path, such as `/docs/`, stands before every path. */
export function gatherPurge(url: string): PurgeGathering {
  const base = basePath(url);
  const exact = new Set<string>();
  const folders = new Set<string>();
  return {
    add(file) {
      // Once everything is to be purged, more files tell nothing new.
      if (folders.size > mostPaths) return;
      for (const path of urlPaths(base, file)) {
        if (exact.size <= mostPaths) exact.add(path);
        folders.add(topLevel(base, path));
      }
    },
    scope() {
      if (exact.size <= mostPaths) return [...exact].sort();
      return folders.size <= mostPaths ? [...folders].sort() : 'all';
    },
  };
}

/** What covers both. */
export function unionOfPurges(one: PurgeScope, other: PurgeScope): PurgeScope {
  if (one === 'all' || other === 'all') return 'all';
  const union = [...new Set([...one, ...other])].sort();
  return union.length <= mostPaths ? union : 'all';
}

/** The paths as a purge takes them. */
export function pathsOf(scope: PurgeScope, url: string): string[] {
  if (scope !== 'all') return scope;
  const base = basePath(url);
  return base === '/' ? ['/*'] : [base.slice(0, -1), `${base}*`];
}

/** Ends in a slash. */
function basePath(url: string): string {
  return new URL(url).pathname.replace(/\/*$/, '/');
}

function urlPaths(base: string, file: string): string[] {
  return spellings(file).flatMap((spelling) => {
    const path = base + spelling;
    if (!/(?:^|\/)index\.html?$/.test(file)) return [path];
    const folder = path.replace(/index\.html?$/, '');
    return folder === '/' ? [path, folder] : [path, folder, folder.slice(0, -1)];
  });
}

/** The top-level folder as a wildcard; what lies in none as it is. */
function topLevel(base: string, path: string): string {
  const end = path.indexOf('/', base.length);
  return end === -1 ? path : `${path.slice(0, end)}/*`;
}

/**
 * The ways in which a name stands in URLs: browsers send a `+` or `&` as it is, while some programs encode it. A star is always
 * encoded: it must not become a wildcard.
 */
function spellings(file: string): string[] {
  const star = (text: string): string => text.replaceAll('*', '%2A');
  const asBrowsersDo = star(encodeURI(file).replaceAll('?', '%3F').replaceAll('#', '%23'));
  const encoded = star(file.split('/').map(encodeURIComponent).join('/'));
  return asBrowsersDo === encoded ? [encoded] : [asBrowsersDo, encoded];
}
