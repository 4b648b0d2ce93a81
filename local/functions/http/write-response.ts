import type { ServerResponse } from 'node:http';
import type { RpcHttp, TypedData } from '../../typed-data.ts';
import { setCookie } from './set-cookie.ts';

/** Writes answers as Kestrel does: `Server: Kestrel`, chunked with a body, `Content-Length: 0` without. */
export class ResponseWriter {
  readonly #common: string[];

  /** `customHeaders` of host.json go on every answer. */
  constructor(customHeaders: Record<string, string>) {
    this.#common = Object.entries(customHeaders).flat();
  }

  /** Sets the headers of every answer on one that somebody else writes. */
  addCommon(response: ServerResponse): void {
    for (const [index, name] of this.#common.entries())
      if (index % 2 === 0) response.setHeader(name, this.#common[index + 1] ?? '');
    response.setHeader('Server', 'Kestrel');
    if (response.shouldKeepAlive) response.removeHeader('connection');
  }

  /** An answer without a body. */
  empty(response: ServerResponse, status: number, headers: readonly string[] = []): void {
    this.write(response, status, headers, undefined);
  }

  json(response: ServerResponse, status: number, value: unknown, headers: readonly string[] = []): void {
    this.write(
      response,
      status,
      ['Content-Type', 'application/json; charset=utf-8', ...headers],
      Buffer.from(JSON.stringify(value)),
    );
  }

  text(response: ServerResponse, status: number, text: string): void {
    this.write(response, status, ['Content-Type', 'text/plain; charset=utf-8'], Buffer.from(text));
  }

  /** What a function returned; undefined when it returned nothing. */
  rpc(response: ServerResponse, returned: RpcHttp | undefined): void {
    if (!returned) {
      this.empty(response, 204);
      return;
    }
    const headers: string[] = [];
    for (const [name, value] of Object.entries(returned.headers ?? {}))
      headers.push(knownNames.get(name) ?? name, value);
    for (const cookie of returned.cookies ?? []) headers.push('Set-Cookie', setCookie(cookie));
    this.write(response, Number(returned.statusCode ?? 200), headers, bytesOf(returned.body));
  }

  write(
    response: ServerResponse,
    status: number,
    given: readonly string[],
    body: Uint8Array | undefined,
  ): void {
    const headers = [...given, ...this.#common];
    const has = (name: string): boolean =>
      headers.some((header, index) => index % 2 === 0 && header.toLowerCase() === name);
    if (!has('server')) headers.push('Server', 'Kestrel');
    if (!has('connection') && response.shouldKeepAlive) response.removeHeader('connection');
    const bodyless = status === 204 || status === 304;
    const length = body?.byteLength ?? 0;
    if (bodyless || length === 0 || !body) {
      if (!bodyless && !has('content-length')) headers.push('Content-Length', '0');
      response.writeHead(status, headers);
      response.end();
    } else if (has('content-length')) this.#writeMeasured(response, status, headers, body);
    else {
      if (response.req.httpVersion !== '1.0' && response.req.method !== 'HEAD' && !has('transfer-encoding'))
        headers.push('Transfer-Encoding', 'chunked');
      response.writeHead(status, headers);
      response.end(body);
    }
  }

  /** The app's own length counts: a longer body is cut, a shorter one leaves the client waiting and cuts it off. */
  #writeMeasured(response: ServerResponse, status: number, headers: string[], body: Uint8Array): void {
    const index = headers.findIndex(
      (header, at) => at % 2 === 0 && header.toLowerCase() === 'content-length',
    );
    const announced = Number(headers[index + 1]);
    response.writeHead(status, headers);
    if (announced <= body.byteLength) response.end(body.subarray(0, announced));
    else response.write(body, () => response.destroy());
  }
}

/** The library lower-cases all names; Kestrel spells those that it knows. */
const knownNames = new Map(
  [
    'Accept-Ranges',
    'Age',
    'Allow',
    'Cache-Control',
    'Connection',
    'Content-Disposition',
    'Content-Encoding',
    'Content-Language',
    'Content-Length',
    'Content-Location',
    'Content-Range',
    'Content-Type',
    'Date',
    'ETag',
    'Expires',
    'Last-Modified',
    'Link',
    'Location',
    'Pragma',
    'Retry-After',
    'Server',
    'Set-Cookie',
    'Vary',
    'WWW-Authenticate',
  ].map((name) => [name.toLowerCase(), name]),
);

function bytesOf(body: TypedData | undefined): Uint8Array | undefined {
  if (body?.bytes) return body.bytes;
  const text = body?.string ?? body?.json;
  return text === undefined ? undefined : Buffer.from(text);
}
