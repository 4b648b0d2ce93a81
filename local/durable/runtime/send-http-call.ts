import http from 'node:http';
import https from 'node:https';
import type { HttpCallRequest, HttpCallResponse } from '../protocol/http-call.ts';
import { identityToken } from './identity-token.ts';

/** Headers of the body: the extension reports only those of the response itself. */
const contentHeaders = new Set([
  'allow',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'expires',
  'last-modified',
]);

/** As .NET's client has it. */
const maxRedirects = 50;

/**
 * Sends the request of a `callHttp`: every status is a result, only a network error rejects. Node's own client is
 * used and not `fetch`, as that changes the case of header names, adds headers and refuses some ports.
 */
export async function sendHttpCall(requestText: string): Promise<string> {
  let request = await withToken(JSON.parse(requestText) as HttpCallRequest);
  for (let redirects = 0; ; redirects++) {
    const response = await send(request);
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

/** An address that is none. */
export class InvalidUri extends Error {
  constructor() {
    super(
      'An invalid request URI was provided. Either the request URI must be an absolute URI or BaseAddress must be set.',
    );
  }
}

async function send(request: HttpCallRequest): Promise<Received> {
  if (!URL.canParse(request.uri)) throw new InvalidUri();
  const url = new URL(request.uri);
  const hasBody = request.content !== undefined && request.content !== null;
  const headers: Record<string, string> = { ...request.headers };
  const isGiven = (name: string): boolean => Object.keys(headers).some((one) => one.toLowerCase() === name);
  if (!isGiven('user-agent')) headers['User-Agent'] = 'Microsoft.Azure.WebJobs.Extensions.DurableTask/3.19.0';
  if (hasBody && !isGiven('content-type')) headers['Content-Type'] = 'text/plain';
  if (hasBody) headers['Content-Length'] = String(Buffer.byteLength(request.content ?? ''));
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(networkError(error, url));
    // A connection of its own: one that is kept open would be cut some day in the middle of a call.
    const sent = client.request(url, { method: request.method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () => {
        const content = Buffer.concat(chunks).toString();
        const answer = {
          statusCode: incoming.statusCode ?? 0,
          headers: headersOf(incoming.rawHeaders),
          content,
        };
        resolve({ answer, location: incoming.headers.location });
      });
    });
    // .NET's client does not send it.
    sent.removeHeader('connection');
    sent.on('error', fail);
    sent.end(hasBody ? request.content : undefined);
  });
}

/** Names as they were sent; a repeated one has an array. What only concerns the connection is left out. */
function headersOf(rawHeaders: readonly string[]): HttpCallResponse['headers'] {
  const headers: HttpCallResponse['headers'] = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
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
