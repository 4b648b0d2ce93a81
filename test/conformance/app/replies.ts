import { app, type HttpResponseInit } from '@azure/functions';

/** What to answer, as JSON in the query's `say`. */
export type Reply = {
  status?: number;
  headers?: Record<string, string>;
  text?: string;
  json?: unknown;
  /** Bytes in base64. */
  bytes?: string;
  /** Milliseconds to wait first. */
  after?: number;
  /** What to answer at later calls with the same `id`, one after the other; the last one stays. */
  later?: Reply[];
};

const calls = new Map<string, number>();

/** Something to call that answers as the call says. */
export function replies(): void {
  app.http('Reply', {
    route: 'reply/{id}',
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
    handler: async (request): Promise<HttpResponseInit> => {
      const id = request.params.id ?? '';
      const count = calls.get(id) ?? 0;
      calls.set(id, count + 1);
      const first = JSON.parse(request.query.get('say') ?? '{}') as Reply;
      const all = [first, ...(first.later ?? [])];
      const reply = all[Math.min(count, all.length - 1)] ?? {};
      if (reply.after !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.after));
      const { status = 200, headers = {} } = reply;
      // To ask again at the same address.
      const self = `${request.url.split('?')[0]}?say=${encodeURIComponent(JSON.stringify(first))}`;
      const sent = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace('{self}', self)]),
      );
      if (reply.bytes !== undefined)
        return { status, headers: sent, body: Buffer.from(reply.bytes, 'base64') };
      if (reply.text !== undefined) return { status, headers: sent, body: reply.text };
      if (reply.json !== undefined) return { status, headers: sent, jsonBody: reply.json };
      return { status, headers: sent };
    },
  });
  app.http('Mirror', {
    route: 'mirror',
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    handler: async (request) => ({
      jsonBody: {
        method: request.method,
        query: request.url.split('?')[1] ?? '',
        headers: Object.fromEntries(
          [...request.headers]
            .filter(([name]) => !['host', 'connection', 'traceparent', 'request-id'].includes(name))
            .sort(),
        ),
        body: await request.text(),
      },
    }),
  });
}
