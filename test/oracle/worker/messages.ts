import type { Socket } from 'node:net';
import type { BindingInfo, InvocationRequest } from '../../../local/functions/worker/core-types.ts';
import type { TypedData } from '../../../local/typed-data.ts';

/** TypedData as JSON carries it: `bytes` is base64, in a request's body too. */
type WireData = Record<string, unknown>;

export type Invocation = {
  id: string;
  function: string;
  inputs: Record<string, WireData>;
  triggerMetadata: Record<string, WireData>;
  traceParent: string;
};

export type FromHost = Invocation | { stop: true };

export type ToHost =
  | { functions: Array<{ name: string; bindings: Record<string, BindingInfo> }> }
  /** The app could not be loaded. */
  | { error: string }
  | { id: string; response: unknown }
  | { id: string; exception: { message: string; stack: string | undefined } };

/** What the library takes for one invocation. */
export function requestOf(message: Invocation): InvocationRequest {
  return {
    invocationId: message.id,
    functionId: message.function,
    inputData: Object.entries(message.inputs).map(([name, data]) => ({ name, data: withBytes(data) })),
    triggerMetadata: message.triggerMetadata as Record<string, TypedData>,
    traceContext: { traceParent: message.traceParent, traceState: '', attributes: {} },
    retryContext: null,
  };
}

function withBytes(data: WireData): TypedData {
  const { http } = data as { http?: { body?: WireData } };
  if (http?.body) return { http: { ...http, body: withBytes(http.body) } };
  return typeof data.bytes === 'string' ? { bytes: Buffer.from(data.bytes, 'base64') } : (data as TypedData);
}

/** A copy in which all bytes, however deep, are base64 texts. */
export function withBytesAsText(value: unknown): unknown {
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withBytesAsText);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withBytesAsText(each)]));
}

/** Calls back for each line. Not `readline`: it also breaks lines at U+2028, which JSON may hold as it is. */
export function onLine(socket: Socket, take: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}
