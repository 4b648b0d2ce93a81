/** Which decoded paths a purge covers: exact paths, `/dir/*` and `/*`, percent-encoded or not. Case does not matter. */
export function purgePaths(contentPaths: readonly string[]): (path: string) => boolean {
  const patterns = contentPaths.map(normalized);
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  const prefixes = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  return (path) => {
    const target = path.toLowerCase();
    return exact.has(target) || prefixes.some((prefix) => target.startsWith(prefix));
  };
}

function normalized(path: string): string {
  return (decoded(path) ?? path).toLowerCase();
}

/** Undefined when the percent-encoding is broken. */
export function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
