import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { RpcHttp, TypedData } from '../../typed-data.ts';
import { sentName } from './header-names.ts';
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
    this.#whole(
      response,
      status,
      'application/json; charset=utf-8',
      Buffer.from(JSON.stringify(value)),
      headers,
    );
  }

  text(response: ServerResponse, status: number, text: string): void {
    this.#whole(response, status, 'text/plain; charset=utf-8', Buffer.from(text));
  }

  html(response: ServerResponse, status: number, text: string): void {
    this.#whole(response, status, 'text/html', Buffer.from(text));
  }

  /** The host's own answers tell their length; a function's come in chunks. */
  #whole(
    response: ServerResponse,
    status: number,
    type: string,
    body: Buffer,
    headers: readonly string[] = [],
  ): void {
    const own = ['Content-Type', type, 'Content-Length', String(body.byteLength), ...headers];
    this.write(response, status, own, body);
  }

  /** What a function returned; undefined when it returned nothing. */
  rpc(response: ServerResponse, returned: RpcHttp | undefined): void {
    if (!returned) {
      this.empty(response, 204);
      return;
    }
    const headers: string[] = [];
    for (const [name, value] of Object.entries(returned.headers ?? {})) {
      // Node would send it as Latin-1; Kestrel refuses the whole answer.
      if (beyondAscii.test(value)) throw new Error(`The header ${name} has characters beyond ASCII.`);
      headers.push(sentName(name), value);
    }
    for (const cookie of returned.cookies ?? []) headers.push('Set-Cookie', setCookie(cookie));
    this.write(response, Number(returned.statusCode ?? 200), headers, bytesOf(returned.body));
  }

  write(
    response: ServerResponse,
    status: number,
    given: readonly string[],
    body: Uint8Array | undefined,
  ): void {
    const headers = [...given];
    const has = (name: string): boolean =>
      headers.some((header, index) => index % 2 === 0 && header.toLowerCase() === name);
    // The app's own win over those of host.json.
    for (let index = 0; index < this.#common.length; index += 2) {
      const name = this.#common[index] ?? '';
      if (!has(name.toLowerCase())) headers.push(name, this.#common[index + 1] ?? '');
    }
    keepCors(response, headers);
    if (!has('server')) headers.push('Server', 'Kestrel');
    if (!has('connection') && response.shouldKeepAlive) response.removeHeader('connection');
    const bodyless = status === 204 || status === 304;
    const length = body?.byteLength ?? 0;
    if (bodyless || length === 0 || !body) {
      if (!bodyless && !has('content-length') && response.req.method !== 'HEAD')
        headers.push('Content-Length', '0');
      writeHead(response, status, headers);
      response.end();
    } else if (has('content-length')) this.#writeMeasured(response, status, headers, body);
    else {
      if (response.req.httpVersion !== '1.0' && response.req.method !== 'HEAD' && !has('transfer-encoding'))
        headers.push('Transfer-Encoding', 'chunked');
      writeHead(response, status, headers);
      response.end(body);
    }
  }

  /** The app's own length counts: a longer body is an error, a shorter one leaves the client waiting and cuts it off. */
  #writeMeasured(response: ServerResponse, status: number, headers: string[], body: Uint8Array): void {
    const index = headers.findIndex(
      (header, at) => at % 2 === 0 && header.toLowerCase() === 'content-length',
    );
    const announced = Number(headers[index + 1]);
    if (!(announced >= body.byteLength)) throw new Error('The Content-Length is not the length of the body.');
    writeHead(response, status, headers);
    if (announced === body.byteLength) response.end(body);
    else response.write(body, () => response.destroy());
  }
}

const beyondAscii = /[^\t\x20-\x7e]/;

/** With Kestrel's reason phrases: none for a status without a name. */
function writeHead(response: ServerResponse, status: number, headers: string[]): void {
  const reason = status === 418 ? "I'm a teapot" : STATUS_CODES[status];
  response.writeHead(status, reason ?? '', headers);
}

/** What the host says to a browser's question wins over what the app says, except that both may name what answers vary by. */
function keepCors(response: ServerResponse, headers: string[]): void {
  if (!response.hasHeader('access-control-allow-origin')) return;
  for (let index = headers.length - 2; index >= 0; index -= 2) {
    const name = headers[index]?.toLowerCase();
    const isVary = name === 'vary' && response.hasHeader('vary');
    if (isVary) response.setHeader('Vary', [headers[index + 1] ?? '', 'Origin']);
    if (isVary || (name?.startsWith('access-control-allow-') && response.hasHeader(name)))
      headers.splice(index, 2);
  }
}

function bytesOf(body: TypedData | undefined): Uint8Array | undefined {
  if (body?.bytes) return body.bytes;
  const text = body?.string ?? body?.json;
  return text === undefined ? undefined : Buffer.from(text);
}
