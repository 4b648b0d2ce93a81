import { randomUUID } from 'node:crypto';
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as proxyTo,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { TypedData } from '../../typed-data.ts';
import { sentName } from './header-names.ts';
import { noteLostCookies } from './lost-cookies.ts';
import { maxBodyBytes } from './read-body.ts';
import { joinedHeaders, joinedQuery, queryPairs } from './rpc-request.ts';
import { type FunctionRequest, refuseBody, type ServeParts } from './serve-function.ts';

const agent = new Agent({ keepAlive: true });

/**
 * Serves one request with HTTP streaming: the raw request goes to the library's own listener, the invocation beside
 * it carries only metadata, and the answer comes back on the proxied connection as the handler produces it.
 */
export async function streamFunction(
  parts: ServeParts,
  httpUri: string,
  call: FunctionRequest,
): Promise<void> {
  const { target, request, response } = call;
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) {
    refuseBody(parts, call);
    return;
  }
  const invocationId = randomUUID();
  const { proxied, answer } = forward(httpUri, invocationId, request);
  const invocation = parts.dispatcher
    .dispatch(target, {
      trigger: { http: {} },
      triggerMetadata: streamMetadata(call),
      invocationId,
      ...(request.headers.traceparent !== undefined && { traceParent: String(request.headers.traceparent) }),
    })
    .then(({ result }) => {
      // A handler that returns nothing writes nothing: the proxied connection would stay open for ever.
      if (result === undefined || result === null) {
        noteNothingReturned(parts, target);
        throw new Error('no response');
      }
      noteLostCookies(parts, target, result);
    });
  invocation.catch(async () => {
    await turnsOfTheLoop();
    proxied.destroy(new HandlerFailed());
  });
  let streamed: IncomingMessage;
  try {
    streamed = await answer;
  } catch (error) {
    // A handler whose caller has left still has its place. One that was never reached waits for ever: nobody waits for it.
    if (error instanceof CallerLeft && error.isCalled) await invocation.catch(() => {});
    else if (!(error instanceof CallerLeft || error instanceof HandlerFailed))
      noteBroken(parts, target, error);
    parts.writer.empty(response, 500);
    return;
  }
  parts.writer.addCommon(response);
  copyHeaders(streamed, response);
  response.statusCode = streamed.statusCode ?? 500;
  response.flushHeaders();
  await pipeline(streamed, response);
  if (!request.readableEnded) dropRest(request, proxied);
}

/** What a function left unread of a body would keep the next request of the caller's connection waiting. */
function dropRest(request: IncomingMessage, proxied: ClientRequest): void {
  request.unpipe(proxied);
  proxied.destroy();
  request.resume();
}

/** Its failure is logged where it is dispatched. */
class HandlerFailed extends Error {}

class CallerLeft extends Error {
  readonly isCalled: boolean;

  constructor(isCalled: boolean) {
    super('The caller left.');
    this.isCalled = isCalled;
  }
}

function noteBroken({ log }: ServeParts, { name }: FunctionRequest['target'], error: unknown): void {
  log({
    level: 'error',
    category: 'host',
    functionName: name,
    message: `The connection to the library broke before '${name}' answered, the caller gets 500: ${String(error)}`,
  });
}

function noteNothingReturned({ log }: ServeParts, { name }: FunctionRequest['target']): void {
  log({
    level: 'error',
    category: 'host',
    functionName: name,
    trap: 'handlerFailed',
    message: `'${name}' returned nothing, and HTTP streaming is on: the caller gets 500 with an empty body, on Azure perhaps no answer at all. Return an object, {} for an empty answer.`,
  });
}

/** What the function says replaces what the host would; several of one name stay several. */
function copyHeaders({ rawHeaders }: IncomingMessage, response: ServerResponse): void {
  const copied = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (hopByHop.has(name)) continue;
    const value = rawHeaders[index + 1] ?? '';
    if (copied.has(name)) response.appendHeader(sentName(name), value);
    else response.setHeader(sentName(name), value);
    copied.add(name);
  }
}

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date']);

function forward(
  httpUri: string,
  invocationId: string,
  request: IncomingMessage,
): { proxied: ClientRequest; answer: Promise<IncomingMessage> } {
  const { hostname, port } = new URL(httpUri);
  const proxied = proxyTo({
    agent,
    hostname,
    port,
    method: request.method,
    path: request.url,
    headers: {
      ...request.headers,
      'x-ms-invocation-id': invocationId,
      'x-forwarded-host': request.headers.host ?? hostname,
      'x-forwarded-proto': 'http',
    },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    proxied.on('response', resolve);
    proxied.on('error', reject);
  });
  answer.catch(() => {});
  request.pipe(proxied);
  request.on('aborted', () => proxied.destroy(new CallerLeft(wasSent(proxied))));
  return { proxied, answer };
}

/** Whether the head of a request is on its way to the library, where it calls the handler. */
function wasSent({ headersSent, socket }: ClientRequest): boolean {
  return headersSent && socket !== null && !socket.connecting;
}

/** An answer that was begun before the handler failed is under way on the loopback: it goes out, then is cut. */
async function turnsOfTheLoop(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Route values and query keys side by side, as the host sends them; headers only here. */
function streamMetadata({ params, query, request }: FunctionRequest): Record<string, TypedData> {
  const pairs = queryPairs(query);
  const metadata: Record<string, TypedData> = {};
  // Of a repeated key the last value counts here.
  for (const [name, value] of [...pairs, ...Object.entries(params)]) metadata[name] = { string: value };
  return {
    ...metadata,
    Query: { json: JSON.stringify(joinedQuery(pairs)) },
    Headers: { json: JSON.stringify(joinedHeaders(request.rawHeaders)) },
  };
}
