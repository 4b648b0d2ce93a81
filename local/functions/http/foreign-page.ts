import type { IncomingMessage } from 'node:http';
import type { CorsSettings } from './cors.ts';

/** Which browsers send without asking first, or which change nothing. */
const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Front ends that are developed on this machine. Names below `localhost` are those of sites, whose pages may be anybody's. */
const ownHosts = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Whether a page from elsewhere has its reader's browser change something here. A host that asks for no key is open to whoever
 * reaches this machine's loopback, and every page that is read on it does.
 */
export function isOfForeignPage(
  { method = '', headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  cors: CorsSettings | undefined,
): boolean {
  const { origin } = headers;
  if (origin === undefined || readingMethods.has(method)) return false;
  if (cors?.origins.includes('*') || cors?.origins.includes(origin)) return false;
  return !URL.canParse(origin) || !ownHosts.test(new URL(origin).hostname);
}
