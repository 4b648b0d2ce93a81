import type { IncomingMessage } from 'node:http';
import type { RpcHttp } from '../../typed-data.ts';

/** The request as the host sends it to the worker. */
export function rpcRequest(
  request: IncomingMessage,
  params: Record<string, string>,
  query: string,
  body: Buffer | undefined,
): RpcHttp {
  const rpc: RpcHttp = {
    method: request.method,
    url: `http://${request.headers.host}${request.url}`,
    headers: joinedHeaders(request.rawHeaders),
    params,
    query: query === '' ? {} : joinedQuery(query),
  };
  if (body) rpc.body = { bytes: body };
  return rpc;
}

/** Lower-case names; a repeated header is joined by a comma without a blank, as the host does. */
export function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value;
  }
  return headers;
}

/** A repeated key becomes one entry, its values joined by commas. */
export function joinedQuery(query: string): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query))
    entries[name] = Object.hasOwn(entries, name) ? `${entries[name]},${value}` : value;
  return entries;
}
