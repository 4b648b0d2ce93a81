const bases = ['/runtime/webhooks/durabletask', '/durabletask'];

/** Where in a path the words of a route stand, by the first of them; between them are names and ids. */
const wordsAt: Record<string, readonly number[]> = {
  orchestrators: [0],
  instances: [0, 2],
  entities: [0],
  makeprimary: [0],
};

/**
 * The part of a URL's path after the base, the words of the route in small letters, for matching. An escaped slash
 * fits no route, as in the extension.
 */
export function routePath(url: string): string {
  const { pathname } = new URL(url);
  const base = bases.find((one) => pathname.toLowerCase().startsWith(one));
  if (base === undefined || /%2f/i.test(pathname)) return '/';
  const segments = pathname.slice(base.length).split('/').slice(1);
  const words = wordsAt[segments[0]?.toLowerCase() ?? ''] ?? [];
  const path = segments.map((segment, index) => (words.includes(index) ? segment.toLowerCase() : segment));
  if (path.at(-1) === '') path.pop();
  return `/${path.join('/')}`;
}

/** The extension decodes an id once more after the router has, a plus being a blank then. */
export function decodedId(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
