import http from 'node:http';
import https from 'node:https';
import { contentText } from '../../protocol/content-text.ts';
import { DotNetError } from '../../protocol/dot-net-error.ts';
import type { HttpCallRequest, HttpCallResponse } from '../../protocol/http-call.ts';
import { contentHeaders, requestHeaders } from './http-request-headers.ts';
import { identityToken } from './identity-token.ts';
import { responseHeaderName } from './response-header-names.ts';

/** As .NET's client has it. */
const maxRedirects = 50;

/**
 * Sends the request of a `callHttp`: every status is a result, only a network error rejects. Node's own client is
 * used and not `fetch`, as that changes the case of header names, adds headers and refuses some ports.
 */
export async function sendHttpCall(requestText: string, cookies: CallCookies): Promise<string> {
  let request = await withToken(JSON.parse(requestText) as HttpCallRequest);
  for (let redirects = 0; ; redirects++) {
    const response = await send(request, cookies);
    const location = redirectOf(response);
    if (location === undefined || redirects >= maxRedirects) return JSON.stringify(response.answer);
    const turnsToGet = response.answer.statusCode <= 303 && request.method !== 'HEAD';
    const uri = new URL(location, request.uri).href;
    const { content, ...withoutContent } = request;
    // Who may see the authorization is the first address only.
    const headers = withoutAuthorization(request.headers);
    request = turnsToGet ? { ...withoutContent, headers, method: 'GET', uri } : { ...request, headers, uri };
  }
}

/** The cookies that the calls of one instance see. */
export type CallCookies = {
  /** The Cookie header to send. */
  of(url: URL): string | undefined;
  take(url: URL, setCookies: readonly string[]): void;
};

/** A token takes the place of what the app itself gave as authorization. */
async function withToken(request: HttpCallRequest): Promise<HttpCallRequest> {
  if (!request.tokenSource) return request;
  const authorization = `Bearer ${await identityToken(request.tokenSource.resource)}`;
  return {
    ...request,
    headers: { ...withoutAuthorization(request.headers), Authorization: authorization },
  };
}

function withoutAuthorization(headers: HttpCallRequest['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^authorization$/i.test(name)));
}

type Received = { answer: HttpCallResponse; location: string | undefined };

function redirectOf({ answer, location }: Received): string | undefined {
  return [301, 302, 303, 307, 308].includes(answer.statusCode) ? location : undefined;
}

async function send(request: HttpCallRequest, cookies: CallCookies): Promise<Received> {
  const url = urlOf(request.uri);
  const content = textOf(request.content);
  const headers = requestHeaders(request, content !== undefined);
  const isGiven = (name: string): boolean => Object.keys(headers).some((one) => one.toLowerCase() === name);
  if (!isGiven('user-agent')) headers['User-Agent'] = 'Microsoft.Azure.WebJobs.Extensions.DurableTask/3.19.0';
  if (content !== undefined) {
    if (!isGiven('content-type')) headers['Content-Type'] = 'text/plain';
    headers['Content-Length'] = String(Buffer.byteLength(content));
  }
  addCookies(headers, cookies.of(url));
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(networkError(error, url));
    // A connection of its own: one that is kept open would be cut some day in the middle of a call.
    const sent = client.request(url, { method: request.method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () => {
        const content = contentText(Buffer.concat(chunks), incoming.headers['content-type']);
        const answer = {
          statusCode: incoming.statusCode ?? 0,
          headers: headersOf(incoming.rawHeaders),
          content,
        };
        cookies.take(url, incoming.headers['set-cookie'] ?? []);
        resolve({ answer, location: incoming.headers.location });
      });
    });
    // .NET's client does not send it.
    sent.removeHeader('connection');
    sent.on('error', fail);
    sent.end(content);
  });
}

/** The app's own come first. */
function addCookies(headers: Record<string, string>, cookies: string | undefined): void {
  if (cookies === undefined) return;
  const name = Object.keys(headers).find((one) => one.toLowerCase() === 'cookie') ?? 'Cookie';
  headers[name] = headers[name] === undefined ? cookies : `${headers[name]}; ${cookies}`;
}

function urlOf(text: string): URL {
  if (!URL.canParse(text)) {
    throw new DotNetError(
      'System.InvalidOperationException',
      'An invalid request URI was provided. Either the request URI must be an absolute URI or BaseAddress must be set.',
    );
  }
  const url = new URL(text);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  const scheme = url.protocol.slice(0, -1);
  throw new DotNetError('System.NotSupportedException', `The '${scheme}' scheme is not supported.`);
}

/** The body to send; .NET's word for a boolean has a capital. */
function textOf(content: unknown): string | undefined {
  if (content === undefined || content === null) return undefined;
  if (typeof content === 'string') return content;
  if (typeof content === 'boolean') return content ? 'True' : 'False';
  return JSON.stringify(content);
}

/** Names as .NET spells them, else as they were sent; a repeated one has an array. What only concerns the connection is left out. */
function headersOf(rawHeaders: readonly string[]): HttpCallResponse['headers'] {
  const headers: HttpCallResponse['headers'] = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = responseHeaderName(rawHeaders[at] ?? '');
    const value = rawHeaders[at + 1] ?? '';
    if (contentHeaders.has(name.toLowerCase()) || name.toLowerCase() === 'connection') continue;
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}

/** In the words of .NET for the commonest case. */
function networkError(error: NodeJS.ErrnoException, { hostname, port, protocol }: URL): Error {
  const address = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  const text = error.code === 'ECONNREFUSED' ? 'Connection refused' : error.message;
  return new Error(`${text} (${address})`, { cause: error });
}
