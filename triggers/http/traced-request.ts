import type { HttpRequest, InvocationContext } from '@azure/functions';
import type { Tracing } from '../../lib/ports/tracing.ts';
import { isRecorded, traceIdOf } from '../../lib/traceparent.ts';

/**
 * Handles a request within the trace of its caller, or of the host where that records one. A request that only reads starts
 * nothing, and the host tells of it anyway, so it gets no span of ours.
 */
export function tracedRequest<Result>(
  tracing: Tracing,
  name: string,
  { method, headers }: Pick<HttpRequest, 'method' | 'headers'>,
  { traceContext }: Pick<InvocationContext, 'traceContext'>,
  work: (traceparent: string | undefined) => Promise<Result>,
): Promise<Result> {
  const header = headers.get('traceparent') ?? undefined;
  const callers = traceIdOf(header) === undefined ? undefined : header;
  const parent = isRecorded(traceContext?.traceParent) ? traceContext?.traceParent : callers;
  if (method === 'GET' || method === 'HEAD') return work(parent);
  return tracing.span({ name, kind: 'server', parent }, work);
}
