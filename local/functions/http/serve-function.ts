import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcHttp } from '../../typed-data.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { HostFunction } from '../host-function.ts';
import type { LogSink } from '../log.ts';
import type { InvocationOutcome } from '../worker/invoke.ts';
import { noteLostCookies } from './lost-cookies.ts';
import { BodyTooLarge, maxBodyBytes, readBody } from './read-body.ts';
import { type QueryPairs, queryPairs, rpcRequest } from './rpc-request.ts';
import type { ResponseWriter } from './write-response.ts';

export type FunctionRequest = {
  target: HostFunction;
  params: Record<string, string>;
  /** Without the question mark. */
  query: string;
  request: IncomingMessage;
  response: ServerResponse;
};

export type ServeParts = {
  dispatcher: Dispatcher;
  writer: ResponseWriter;
  log: LogSink;
  /** host.json: hand chunked bodies to the function; off by default, then it sees an empty one. */
  enableChunkedRequestBinding: boolean;
};

/** Serves one request by a function through the protocol, without HTTP streaming. */
export async function serveFunction(parts: ServeParts, call: FunctionRequest): Promise<void> {
  const { target, params, query, request, response } = call;
  if (!request.headers.host) {
    // Without it there is no URL to hand to the function: the worker fails.
    request.resume();
    parts.writer.empty(response, 500);
    return;
  }
  const pairs = queryPairs(query);
  if (pairs.length > 1) noteRepeatedKeys(parts, target, pairs);
  const body = await requestBody(parts, call);
  if (body === 'too large') {
    refuseBody(parts, call);
    return;
  }
  let outcome: InvocationOutcome;
  try {
    outcome = await parts.dispatcher.dispatch(target, {
      trigger: { http: rpcRequest(request, params, pairs, body) },
      ...(request.headers.traceparent !== undefined && { traceParent: String(request.headers.traceparent) }),
    });
  } catch {
    // The text is in the log only: the host never shows it to the caller.
    parts.writer.empty(response, 500);
    return;
  }
  noteLostCookies(parts, target, outcome.result);
  parts.writer.rpc(response, httpResult(target, outcome));
}

function httpResult(target: HostFunction, { response }: InvocationOutcome): RpcHttp | undefined {
  // An output of that kind counts before what the handler returned.
  const output = response.outputData.find(({ name }) => target.bindings[name]?.type.toLowerCase() === 'http');
  return output ? output.data.http : response.returnValue?.http;
}

async function requestBody(
  parts: ServeParts,
  { target, request }: FunctionRequest,
): Promise<Buffer | undefined | 'too large'> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > maxBodyBytes) return 'too large';
  const chunked = request.headers['transfer-encoding'] !== undefined;
  if (!chunked && length === 0) return undefined;
  if (chunked && !parts.enableChunkedRequestBinding) {
    dropChunkedBody(parts, target, request);
    return undefined;
  }
  try {
    return await readBody(request);
  } catch (error) {
    if (error instanceof BodyTooLarge) return 'too large';
    throw error;
  }
}

/** The host's answer to a body over its limit: not 413, and the connection ends. */
export function refuseBody({ log, writer }: ServeParts, { target, response }: FunctionRequest): void {
  log({
    level: 'error',
    category: 'host',
    functionName: target.name,
    trap: 'bodyTooBig',
    message: `The request's body was refused with 500: the host takes at most ${maxBodyBytes} bytes.`,
  });
  writer.empty(response, 500, ['Connection', 'close']);
}

function dropChunkedBody({ log }: ServeParts, target: HostFunction, request: IncomingMessage): void {
  request.resume();
  log({
    level: 'warning',
    category: 'host',
    functionName: target.name,
    trap: 'chunkedBody',
    message: `${request.method} ${request.url}: the body came chunked, without a Content-Length, so the function sees an empty body, as on Azure. Send a Content-Length, or set host.json extensions.http.enableChunkedRequestBinding.`,
  });
}

/** Keys that the log has heard of, for each function. */
const notedKeys = new WeakMap<HostFunction, Set<string>>();

function noteRepeatedKeys({ log }: ServeParts, target: HostFunction, query: QueryPairs): void {
  const seen = new Set<string>();
  for (const [name] of query) {
    const key = name.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      continue;
    }
    const noted = notedKeys.get(target) ?? new Set<string>();
    if (noted.has(key)) continue;
    notedKeys.set(target, noted.add(key));
    log({
      level: 'information',
      category: 'host',
      functionName: target.name,
      trap: 'repeatedQuery',
      message: `The query has the key '${name}' more than once: the function sees one value, joined by commas, here as on Azure. Take a list with commas.`,
    });
  }
}
