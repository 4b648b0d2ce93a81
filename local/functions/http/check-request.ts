import type { IncomingMessage } from 'node:http';

/** Kestrel's limits, without the line's end and the version. */
const maxLineBytes = 8_192 - 'HTTP/1.1\r\n'.length - 2;
const maxHeaders = 100;

/** A host name or address with or without a port; empty is allowed here and an error later. */
const hostPattern = /^(\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=-]*)(:\d+)?$/i;

/** The status with which Kestrel refuses a request that Node's parser lets through; undefined when it is right. */
export function refusedStatus({
  httpVersion,
  method = '',
  url = '',
  headers,
  rawHeaders,
}: IncomingMessage): number | undefined {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 505;
  if (method.length + url.length > maxLineBytes) return 414;
  if (rawHeaders.length > 2 * maxHeaders) return 431;
  const { host } = headers;
  if (host === undefined) return httpVersion === '1.1' ? 400 : undefined;
  if (!hostPattern.test(host) || hasTwo('host', rawHeaders)) return 400;
  // No URL may hold the character that ends a text in C.
  return url.includes('%00') && /^[^?]*%00/.test(url) ? 400 : undefined;
}

/** Node keeps the first of two such headers and drops the other. */
function hasTwo(wanted: string, rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === wanted.length && name.toLowerCase() === wanted) count += 1;
  }
  return count > 1;
}

/** The target as a path with its query: an absolute one must name the host; undefined when it does not. */
export function targetPath(url: string, host: string | undefined): string | undefined {
  if (url.startsWith('/') || url === '*') return url;
  const [, authority, rest] = /^https?:\/\/([^/?]*)(.*)$/i.exec(url) ?? [];
  if (authority === undefined || authority.toLowerCase() !== host?.toLowerCase()) return undefined;
  return rest?.startsWith('/') ? rest : `/${rest}`;
}
