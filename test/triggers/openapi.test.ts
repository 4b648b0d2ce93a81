import { validate } from '@readme/openapi-parser';
import axios, { type AxiosAdapter } from 'axios';
import { type Document, OpenAPIClientAxios } from 'openapi-client-axios';
import { describe, expect, test } from 'vitest';
import { httpTriggers, type TriggerDependencies } from '../../triggers/index.ts';
import { TriggerBench } from '../support/trigger-bench.ts';

type Operation = {
  operationId: string;
  summary: string;
  parameters: Array<{ name: string; in: string; type?: string; 'x-ms-summary'?: string }>;
  'x-ms-visibility'?: string;
};
type Described = { paths: Record<string, Record<string, Operation>>; [key: string]: unknown };

async function described(query = ''): Promise<Described> {
  const { body } = await new TriggerBench().call('GET', `/api/openapi.json${query}`);
  return body as Described;
}

function operationsOf({ paths }: Described): Array<[string, Operation]> {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

/** A client that is made from the description at run time, and calls the functions themselves: an operation by its id. */
async function clientOf(bench: TriggerBench) {
  const { body } = await bench.call('GET', '/api/openapi.json');
  const adapter: AxiosAdapter = async (config) => {
    const { pathname, search } = new URL(axios.getUri(config));
    const { status, text, headers } = await bench.call(
      config.method?.toUpperCase() ?? '',
      pathname + search,
      {
        ...(config.data ? { body: config.data } : {}),
        headers: { ...config.headers } as Record<string, string>,
      },
    );
    return { status, statusText: '', data: text, headers: Object.fromEntries(headers), config };
  };
  const api = new OpenAPIClientAxios({
    definition: body as unknown as Document,
    axiosConfigDefaults: { adapter },
  });
  const client = await api.init();
  return async (id: string, parameters: Record<string, unknown>, payload?: unknown) => {
    const method = client[id];
    if (!method) throw new Error(`The client has no operation "${id}".`);
    return method(parameters as never, payload);
  };
}

describe('the description of the API', () => {
  test('has every function of the app', async () => {
    const all = httpTriggers({ settings: {} } as TriggerDependencies);
    const routes = [...all.map(({ method, route }) => `${method} /${route}`), 'GET /k8s/{path}'];
    expect(
      operationsOf(await described())
        .map(([route]) => route)
        .sort(),
    ).toEqual(routes.sort());
  });

  test.each(['', '?version=2'])('is valid%s', async (query) => {
    const document = await described(query);
    expect(await validate(structuredClone(document) as never)).toMatchObject({ valid: true });
  });

  test('names each operation once, in the same words in both versions', async () => {
    const ids = operationsOf(await described()).map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operationsOf(await described('?version=2')).map(([, { operationId }]) => operationId)).toEqual(
      ids,
    );
  });

  test('gives designers a title for everything that they show', async () => {
    const document = await described('?version=2');
    expect(document).toMatchObject({
      swagger: '2.0',
      host: 'slipway.test',
      basePath: '/api',
      schemes: ['https'],
      securityDefinitions: { functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' } },
    });
    for (const [route, { summary, parameters }] of operationsOf(document)) {
      expect(summary, route).toMatch(/^[A-Z]/);
      for (const parameter of parameters) expect(parameter['x-ms-summary'], route).toMatch(/^[A-Z]/);
    }
    expect(document.paths['/callbacks/{instanceId}']?.post?.['x-ms-visibility']).toBe('internal');
  });

  test('says in OpenAPI 2.0 nothing that it has no words for', async () => {
    const text = JSON.stringify(await described('?version=2'));
    for (const word of ['anyOf', 'oneOf', 'const', 'propertyNames', '#/components'])
      expect(text).not.toContain(`"${word}`);
  });

  test('asks for a key where the function does', async () => {
    const { paths } = await described();
    expect(paths['/health']?.get).toMatchObject({ security: [] });
    expect(paths['/runs']?.get).not.toHaveProperty('security');
  });

  test('of another version than it has is refused', async () => {
    const answer = await new TriggerBench().call('GET', '/api/openapi.json?version=1');
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });
});

describe('a client made from the description', () => {
  test('publishes a site and follows its run', async () => {
    const call = await clientOf(new TriggerBench());
    const request = { site: 'blog', 'Idempotency-Key': 'key-1' };
    const { status, data } = await call('publishSite', request, { force: true });
    expect(status).toBe(202);
    const again = await call('publishSite', request, { force: true });
    expect(again.data.id).toBe(data.id);
    const run = await call('getRun', { id: data.id });
    expect(run.data).toMatchObject({ kind: 'publish', site: 'blog', status: 'pending' });
    const list = await call('listRuns', { site: 'blog', top: 1 });
    expect(list.data.runs).toMatchObject([{ id: data.id }]);
  });

  test('makes a container group, reads its log and deletes it', async () => {
    const call = await clientOf(new TriggerBench());
    const environment = { SAYS: 'done', EXIT_CODE: '0' };
    const spec = { containers: [{ name: 'main', image: 'demo/x:1', environment }] };
    expect(await call('putContainerGroup', { name: 'web' }, { spec })).toMatchObject({ status: 201 });
    const group = await call('getContainerGroup', { name: 'web' });
    expect(group.data).toMatchObject({ state: 'succeeded' });
    const log = await call('getContainerGroupLogs', { name: 'web', tail: 1 });
    expect(log.data).toBe('done\n');
    expect(await call('deleteContainerGroup', { name: 'web' })).toMatchObject({ status: 202 });
  });
});
