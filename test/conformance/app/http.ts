import { app, type HttpResponseInit } from '@azure/functions';
import * as df from 'durable-functions';
import { messageOf, orchestrator } from './support.ts';

type ClientCall = { method: keyof df.DurableClient; args: unknown[] };

/** Answers to give before the last one, by the name of the job. */
const pollsLeft = new Map<string, number>();

/** The app's HTTP side, and programs that call it. */
export function http(): void {
  const client = df.input.durableClient();
  const extraInputs = [client];

  app.http('Start', {
    route: 'start/{name}/{id?}',
    methods: ['POST'],
    extraInputs,
    handler: async (request, context) => {
      const text = await request.text();
      const version = request.query.get('version');
      const durable = df.getClient(context);
      try {
        const id = await durable.startNew(request.params.name ?? '', {
          ...(request.params.id !== undefined && { instanceId: request.params.id }),
          ...(text !== '' && { input: JSON.parse(text) as unknown }),
          ...(version && { version }),
        });
        return durable.createCheckStatusResponse(request, id);
      } catch (error) {
        return { status: 500, jsonBody: { error: messageOf(error) } };
      }
    },
  });
  df.app.activity('UseClient', {
    extraInputs,
    handler: async ({ method, args }: ClientCall, context) => {
      const durable = df.getClient(context);
      const run = durable[method] as (...given: unknown[]) => unknown;
      return { result: (await run.apply(durable, args.map(revived))) ?? '(none)' };
    },
  });
  app.http('ClientInput', {
    route: 'client-input',
    methods: ['GET'],
    extraInputs,
    handler: (_, context) => ({ jsonBody: context.extraInputs.get(client) }),
  });
  app.http('Client', {
    route: 'client',
    methods: ['POST'],
    extraInputs,
    handler: async (request, context) => {
      const { method, args } = (await request.json()) as ClientCall;
      const durable = df.getClient(context);
      try {
        const run = durable[method] as (...given: unknown[]) => unknown;
        const result = await run.apply(durable, args.map(revived));
        return { jsonBody: { result: result === undefined ? '(none)' : result } };
      } catch (error) {
        return { jsonBody: { error: messageOf(error) } };
      }
    },
  });
  app.http('Wait', {
    route: 'wait/{name}/{id}',
    methods: ['POST'],
    extraInputs,
    handler: async (request, context) => {
      const durable = df.getClient(context);
      const { input, timeout } = (await request.json()) as { input?: unknown; timeout: number };
      const id = await durable.startNew(request.params.name ?? '', {
        instanceId: request.params.id ?? '',
        input,
      });
      return durable.waitForCompletionOrCreateCheckStatusResponse(request, id, {
        timeoutInMilliseconds: timeout,
        retryIntervalInMilliseconds: 100,
      });
    },
  });
  // For callHttp: 202 as often as `polls` says, then the status that is asked for.
  app.http('Job', {
    route: 'job/{id}',
    methods: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
    handler: async (request): Promise<HttpResponseInit> => {
      const id = request.params.id ?? '';
      const left = pollsLeft.get(id) ?? Number(request.query.get('polls') ?? 0);
      pollsLeft.set(id, left - 1);
      if (left > 0) {
        const retryAfter = request.query.get('retryAfter');
        const location = request.query.has('relative') ? `/api/job/${id}` : request.url.replace(/\?.*/, '');
        return { status: 202, headers: { location, ...(retryAfter && { 'retry-after': retryAfter }) } };
      }
      const seen = { method: request.method, headers: wordsOf(request.headers), body: await request.text() };
      return {
        status: Number(request.query.get('status') ?? 200),
        jsonBody: { done: id, seen },
        headers: { 'x-one': 'a' },
      };
    },
  });
  app.http('Text', {
    route: 'text',
    methods: ['GET'],
    handler: (request) => ({
      status: Number(request.query.get('status') ?? 200),
      body: 'plain text',
      headers: { 'content-type': 'text/x-test', 'x-list': 'a, b' },
    }),
  });
  app.http('NoLocation', { route: 'no-location', methods: ['GET'], handler: () => ({ status: 202 }) });
  app.http('Request', {
    route: 'request/{name}/{rest?}',
    methods: ['GET', 'POST'],
    handler: async (request) => ({
      jsonBody: {
        method: request.method,
        params: request.params,
        query: Object.fromEntries(request.query),
        type: request.headers.get('content-type'),
        body: await request.text(),
      },
    }),
  });
  orchestrator('Http', function* (context) {
    try {
      const { statusCode, headers, content } = yield context.df.callHttp(context.df.getInput());
      return { statusCode, headers: wordsOf(new Headers(headers)), content: contentOf(content) };
    } catch (error) {
      return { caught: messageOf(error) };
    }
  });
  orchestrator('HttpThenEcho', function* (context) {
    const { statusCode } = yield context.df.callHttp(context.df.getInput());
    const after: unknown = yield context.df.callActivity('Echo', 'after');
    return { statusCode, after: after ?? '(none)' };
  });
  orchestrator('HttpBoth', function* (context) {
    const urls = context.df.getInput<string[]>();
    const answers: { statusCode: number }[] = yield context.df.Task.all(
      urls.map((url) => context.df.callHttp({ method: 'GET', url })),
    );
    return answers.map((answer) => answer.statusCode);
  });
}

/** The headers that a program or the library sets; transports have others. */
function wordsOf(headers: Iterable<[string, string]>): Record<string, string> {
  const kept = ['content-type', 'x-test', 'x-functions-key', 'x-one', 'x-list', 'location', 'retry-after'];
  return Object.fromEntries([...headers].filter(([name]) => kept.includes(name)).sort());
}

function contentOf(text: unknown): unknown {
  if (typeof text !== 'string') return text ?? '(none)';
  return text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
}

/** An argument of a client's method as JSON has it. */
function revived(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'object') return value;
  if ('entity' in value) {
    const [name, key] = value.entity as [string, string];
    return new df.EntityId(name, key);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key.endsWith('Time') || key.startsWith('createdTime') ? new Date(String(one)) : one,
    ]),
  );
}
