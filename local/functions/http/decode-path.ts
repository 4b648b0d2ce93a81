/**
 * The path as routes see it: escapes decoded as UTF-8, but `%2F` stays, and so do escapes that are no UTF-8; then
 * without its dot segments.
 */
export function decodePath(path: string): string {
  const decoded = path.includes('%') ? decodeEscapes(path) : path;
  return decoded.includes('/.') ? withoutDots(decoded) : decoded;
}

function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..';
    // The first stands before the first slash and is no segment.
    if (segment === '..' && kept.length > 1) kept.pop();
    if (!isDots) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  }
  return kept.join('/');
}

function decodeEscapes(path: string): string {
  return path.replace(/(?:%(?!2f)[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
