import type { IncomingMessage } from 'node:http';
import type { RpcHttp } from '../../typed-data.ts';
import { decodePath } from './decode-path.ts';

/** The request as the host sends it to the worker. */
export function rpcRequest(
  request: IncomingMessage,
  params: Record<string, string>,
  query: QueryPairs,
  body: Buffer | undefined,
): RpcHttp {
  const rpc: RpcHttp = {
    method: request.method,
    url: `http://${request.headers.host}${decodedUrl(request.url ?? '/')}`,
    headers: joinedHeaders(request.rawHeaders),
    params,
    query: joinedQuery(query),
  };
  if (body) rpc.body = { bytes: body };
  return rpc;
}

/** The host hands on the path as it matched it, and the query as it came. */
function decodedUrl(url: string): string {
  if (!url.includes('%') && !url.includes('/.')) return url;
  const mark = url.indexOf('?');
  return mark < 0 ? decodePath(url) : decodePath(url.slice(0, mark)) + url.slice(mark);
}

/** Lower-case names; a repeated header is joined by a comma without a blank, less its empty values, as the host does. */
export function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    headers[name] = joined(headers[name], utf8(rawHeaders[index + 1] ?? ''));
  }
  return headers;
}

/** A repeated key, in whatever case, becomes one entry under its last spelling, its values joined by commas. */
export function joinedQuery(query: QueryPairs): Record<string, string> {
  const entries = new Map<string, { name: string; value: string }>();
  for (const [name, value] of query) {
    const key = name.toLowerCase();
    entries.set(key, { name, value: joined(entries.get(key)?.value, value) });
  }
  return Object.fromEntries([...entries.values()].map(({ name, value }) => [name, value]));
}

export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** The keys and values of a query, decoded; escapes that are no UTF-8 stay. */
export function queryPairs(query: string): QueryPairs {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const mark = pair.indexOf('=');
      return mark < 0
        ? [decodeQuery(pair), '']
        : [decodeQuery(pair.slice(0, mark)), decodeQuery(pair.slice(mark + 1))];
    });
}

function decodeQuery(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

function joined(before: string | undefined, value: string): string {
  if (!before) return value;
  return value === '' ? before : `${before},${value}`;
}

/** Node reads headers as Latin-1, Kestrel as UTF-8. */
function utf8(value: string): string {
  return /[\x80-\xff]/.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value;
}
