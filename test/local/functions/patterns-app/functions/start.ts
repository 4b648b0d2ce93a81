/** The three ways to a durable client: an input of its own, `df.app.client`, and one that waits for the end. */
import { app, type HttpRequest } from '@azure/functions';
import * as df from 'durable-functions';

const bodyOf = async (request: HttpRequest): Promise<unknown> => {
  const text = await request.text();
  return text === '' ? {} : JSON.parse(text);
};

app.http('start', {
  methods: ['POST'],
  route: 'start/{name}/{id}',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const { name = '', id = '' } = request.params;
    const instanceId = await client.startNew(name, { instanceId: id, input: await bodyOf(request) });
    return client.createCheckStatusResponse(request, instanceId);
  },
});

df.app.client.http('startAndWait', {
  methods: ['POST'],
  route: 'wait/{name}',
  handler: async (request, client) => {
    const instanceId = await client.startNew(request.params.name ?? '', { input: await bodyOf(request) });
    return client.waitForCompletionOrCreateCheckStatusResponse(request, instanceId, {
      timeoutInMilliseconds: 10_000,
      retryIntervalInMilliseconds: 10,
    });
  },
});

df.app.client.http('count', {
  methods: ['GET', 'POST'],
  route: 'count/{key}',
  handler: async (request, client) => {
    const counter = new df.EntityId('counter', request.params.key ?? '');
    if (request.method === 'POST') {
      await client.signalEntity(counter, 'add', await bodyOf(request));
      return { status: 202 };
    }
    const { entityExists, entityState } = await client.readEntityState<number>(counter);
    return entityExists ? { jsonBody: entityState } : { status: 404 };
  },
});
