import { expect, test } from 'vitest';
import type { SpanOptions, Tracing } from '../../../lib/ports/tracing.ts';
import { tracedRequest } from '../../../triggers/http/traced-request.ts';

const trace = '0af7651916cd43dd8448eb211c80319c';
const callers = `00-${trace}-b7ad6b7169203331-01`;
const hosts = `00-${trace}-00f067aa0ba902b7-01`;
const unrecorded = `00-${trace}-00f067aa0ba902b7-00`;

async function parentOf(method: string, header?: string, traceParent?: string) {
  const spans: SpanOptions[] = [];
  const tracing: Tracing = {
    span: (options, work) => {
      spans.push(options);
      return work(options.parent);
    },
  };
  const headers = new Headers(header === undefined ? {} : { traceparent: header });
  const request = { method, headers } as Parameters<typeof tracedRequest>[2];
  const seen = await tracedRequest(
    tracing,
    'f',
    request,
    { traceContext: { traceParent } },
    async (own) => own,
  );
  return { seen, spans: spans.length };
}

test.each([
  ["its caller's", callers, undefined, callers],
  ["the host's, where that records it", callers, hosts, hosts],
  ["its caller's, where the host records nothing", callers, unrecorded, callers],
  ['nobody, where nobody has one', undefined, unrecorded, undefined],
  ['nobody, where the header is no trace', '00-0-1-01', undefined, undefined],
  ['nobody, where the header is all zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, undefined, undefined],
])('a request belongs to the trace of %s', async (_, header, traceParent, parent) => {
  expect(await parentOf('POST', header, traceParent)).toEqual({ seen: parent, spans: 1 });
});

test('a request that only reads gets no span', async () => {
  expect(await parentOf('GET', callers)).toEqual({ seen: callers, spans: 0 });
});
