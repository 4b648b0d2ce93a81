import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpManagementPayload } from 'durable-functions';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listInstances } from '../../../lib/durable/list-instances.ts';

const instance = {
  instanceId: 'publish-1',
  name: 'publishSite',
  runtimeStatus: 'Completed',
  input: { site: 'blog' },
  output: null,
  customStatus: null,
  createdTime: '2026-01-01T00:00:00Z',
  lastUpdatedTime: '2026-01-01T00:00:05Z',
};

/** A management API that gives one answer, and the client that knows where it is. */
async function aHub(answer: { status?: number; body?: unknown; token?: string }) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.writeHead(answer.status ?? 200, answer.token ? { 'x-ms-continuation-token': answer.token } : {});
    response.end(JSON.stringify(answer.body ?? []));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const client = {
    createHttpManagementPayload: (id: string) =>
      ({
        statusQueryGetUri: `http://127.0.0.1:${port}/runtime/webhooks/durabletask/instances/${id}?taskHub=H&code=key`,
      }) as HttpManagementPayload,
  };
  return { client, requests };
}

describe('a page of instances', () => {
  test('is asked for with the hub, the key and the filter', async () => {
    const { client, requests } = await aHub({});
    await listInstances(client, {
      prefix: 'publish-',
      runtimeStatuses: ['Running', 'Pending'],
      since: '2026-01-01T00:00:00.000Z',
      top: 7,
      cursor: 'next',
    });
    const url = new URL(requests[0]?.url ?? '', 'http://hub');
    expect(url.pathname).toBe('/runtime/webhooks/durabletask/instances');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      taskHub: 'H',
      code: 'key',
      instanceIdPrefix: 'publish-',
      createdTimeFrom: '2026-01-01T00:00:00.000Z',
      runtimeStatus: 'Running,Pending',
      top: '7',
    });
    expect(requests[0]?.headers['x-ms-continuation-token']).toBe('next');
  });

  test('has its records with ISO times, and where the next page begins', async () => {
    const { client } = await aHub({ body: [instance], token: 'more' });
    const { records, cursor } = await listInstances(client, { top: 1 });
    expect(cursor).toBe('more');
    expect(records).toEqual([
      {
        id: 'publish-1',
        name: 'publishSite',
        runtimeStatus: 'Completed',
        input: { site: 'blog' },
        output: null,
        customStatus: null,
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: '2026-01-01T00:00:05.000Z',
      },
    ]);
  });

  test('is the last one when no token comes with it', async () => {
    const { client } = await aHub({});
    expect(await listInstances(client, { top: 1 })).toEqual({ records: [] });
  });

  test('that the hub refuses is unavailable, and the key stays out of the message', async () => {
    const { client } = await aHub({ status: 500 });
    const asked = listInstances(client, { top: 1 });
    await expect(asked).rejects.toMatchObject({ code: 'azure-unavailable' });
    await expect(asked).rejects.not.toThrow('key');
  });
});
