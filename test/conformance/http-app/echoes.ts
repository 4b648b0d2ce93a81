import { app, type HttpRequest, type InvocationContext } from '@azure/functions';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Functions that answer with what they saw of the request. */
export function echoes(): void {
  const echo = (name: string, read: (request: HttpRequest, context: InvocationContext) => unknown): void => {
    app.http(`Echo_${name}`, {
      route: `echo/${name}`,
      methods: [...methods],
      handler: async (request, context) => ({ jsonBody: { seen: await read(request, context) } }),
    });
  };
  echo('query', (request) => [...request.query]);
  echo('url', (request) => ({ method: request.method, url: request.url }));
  echo('headers', (request) =>
    Object.fromEntries([...request.headers].filter(([name]) => name.startsWith('x-') || seenNames.has(name))),
  );
  echo('text', async (request) => ({
    type: request.headers.get('content-type'),
    length: request.headers.get('content-length'),
    text: await request.text(),
  }));
  echo('bytes', async (request) => [...new Uint8Array(await request.arrayBuffer())]);
  echo('size', async (request) => (await request.arrayBuffer()).byteLength);
  echo('json', (request) => request.json());
  echo('form', async (request) =>
    [...(await request.formData())].map(([name, value]) => [name, textOf(value)]),
  );
  echo('body', (request) => (request.body === null ? 'null' : 'a stream'));
  echo('user', (request) => request.user);
  echo('context', (_, context) => ({
    functionName: context.functionName,
    triggerMetadata: context.triggerMetadata ?? '(none)',
    retryContext: context.retryContext ?? '(none)',
    options: context.options.trigger.type,
    id: context.invocationId,
  }));
  echo('trace', (_, { traceContext }) => ({
    parent: traceContext?.traceParent?.split('-')[1],
    state: traceContext?.traceState ?? '(none)',
  }));
  app.http('Echo_params', {
    route: 'echo/params/{id}/{rest?}',
    handler: (request) => ({ jsonBody: { seen: { params: request.params, query: [...request.query] } } }),
  });
}

const seenNames = new Set([
  'cookie',
  'host',
  'accept',
  'content-type',
  'content-length',
  'authorization',
  'expect',
]);

function textOf(value: string | File): unknown {
  return typeof value === 'string' ? value : { file: value.name, type: value.type, size: value.size };
}
