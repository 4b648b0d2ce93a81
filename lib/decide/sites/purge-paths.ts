/** Front Door takes 100 paths in one purge and charges the endpoint's queue for each call; above this, one wildcard is kinder. */
const mostPaths = 50;

/**
 * The URL paths to purge for changed files: `/dir/` beside `/dir/index.html`, because they are different cache keys.
 * Too many are collapsed, first to their top-level folders, then to everything.
 */
export function purgePaths(files: readonly string[]): string[] {
  const exact = [...new Set(files.flatMap(urlPaths))].sort();
  if (exact.length <= mostPaths) return exact;
  const folders = [...new Set(exact.map(topLevel))].sort();
  return folders.length <= mostPaths ? folders : ['/*'];
}

function urlPaths(file: string): string[] {
  const path = `/${file.split('/').map(encoded).join('/')}`;
  if (!/(?:^|\/)index\.html?$/.test(file)) return [path];
  const folder = path.replace(/index\.html?$/, '');
  return folder === '/' ? [path, folder] : [path, folder, folder.slice(0, -1)];
}

/** A star in a file's name must not become a wildcard, which a purge takes at the end only. */
function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll('*', '%2A');
}

function topLevel(path: string): string {
  const end = path.indexOf('/', 1);
  return end === -1 ? path : `${path.slice(0, end)}/*`;
}
