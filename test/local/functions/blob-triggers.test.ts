import { app, type InvocationContext, output } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import type { FunctionsHostOptions } from '../../../local/functions/index.ts';
import {
  blobContent,
  containerWith,
  namesFrom,
  putText,
  queueWith,
  type StorageHost,
  storageHost,
  texts,
  useStorage,
} from './storage-host.ts';

const storage = useStorage();
const freshName = namesFrom('blobs');

type Seen = { content: unknown; metadata: Record<string, unknown> };

type BlobFunctionOptions = {
  name?: string;
  source?: 'EventGrid';
  act?: (context: InvocationContext) => unknown;
  host?: Partial<FunctionsHostOptions> & { hostJson?: Record<string, unknown> };
};

/** A host with one blob function; hosts for one container share what they know of its blobs, as after a restart. */
async function blobHost(
  path: string,
  { name = path.replace(/\W/g, '_'), source, act, host: options }: BlobFunctionOptions = {},
): Promise<{ host: StorageHost; seen: Seen[]; name: string }> {
  const seen: Seen[] = [];
  const env = { AzureFunctionsWebHost__hostid: path.split('/')[0] ?? '' };
  const host = await storageHost(
    storage,
    () =>
      app.storageBlob(name, {
        path,
        connection: 'AzureWebJobsStorage',
        ...(source && { source }),
        handler: async (content, context) => {
          seen.push({ content, metadata: { ...context.triggerMetadata } });
          await act?.(context);
        },
      }),
    { env, ...options },
  );
  return { host, seen, name };
}

const namesOf = (seen: readonly Seen[]): string[] =>
  seen.map(({ metadata }) => String(metadata.blobTrigger)).sort();

test('each blob of the container reaches the function as bytes, old ones and new ones', async () => {
  const name = freshName();
  const container = await containerWith(storage, name, { 'old.txt': 'old' });
  const { host, seen } = await blobHost(`${name}/{file}`);
  await host.until(() => seen.length === 1);
  await putText(container, 'deep/new.txt', Buffer.from([0, 255]));
  await host.until(() => seen.length === 2);
  expect(seen.map(({ content }) => content)).toEqual([Buffer.from('old'), Buffer.from([0, 255])]);
});

test('the metadata tells of the blob and what the path stands for', async () => {
  const name = freshName();
  const container = await containerWith(storage, name);
  await container.getBlockBlobClient('2026/report.final.csv').upload('a,b', 3, {
    blobHTTPHeaders: { blobContentType: 'text/csv' },
    metadata: { owner: 'me' },
  });
  const { host, seen } = await blobHost(`${name}/{year}/{name}.{ext}`);
  await host.until(() => seen.length === 1);
  expect(seen[0]?.metadata).toMatchObject({
    blobTrigger: `${name}/2026/report.final.csv`,
    uri: expect.stringMatching(new RegExp(`^http://.*/${name}/2026.*report.final.csv$`)),
    properties: {
      contentLength: 3,
      contentType: 'text/csv',
      blobType: 0,
      leaseStatus: 1,
      eTag: {},
      metadata: { owner: 'me' },
      copyCompletedOn: '0001-01-01T00:00:00+00:00',
    },
    metadata: { owner: 'me' },
    // A text that reads as a number becomes one in the library.
    year: 2026,
    name: 'report.final',
    ext: 'csv',
  });
});

test('blobs that do not fit the path are left alone', async () => {
  const name = freshName();
  await containerWith(storage, name, { 'a.png': '', 'a.PNG': '', 'in/b.png': '', 'c.txt': '' });
  const { host, seen } = await blobHost(`${name}/{name}.png`);
  await host.until(() => seen.length === 2);
  await host.stop();
  expect(namesOf(seen)).toEqual([`${name}/a.png`, `${name}/in/b.png`]);
});

test('a path of a container alone takes all its blobs, also when the container comes later', async () => {
  const name = freshName();
  const { host, seen } = await blobHost(name);
  await containerWith(storage, name, { a: 'x', 'b/c': 'y' });
  await host.until(() => seen.length === 2);
  expect(namesOf(seen)).toEqual([`${name}/a`, `${name}/b/c`]);
});

test('a restart does not run a blob again, a changed blob does run', async () => {
  const name = freshName();
  const container = await containerWith(storage, name, { a: 'one', b: 'one' });
  const first = await blobHost(`${name}/{file}`);
  await first.host.until(() => first.seen.length === 2);
  await first.host.stop();

  const second = await blobHost(`${name}/{file}`);
  await putText(container, 'b', 'two');
  await second.host.until(() => second.seen.length === 1);
  await second.host.stop();
  expect(second.seen.map(({ content }) => String(content))).toEqual(['two']);
});

test('receipts lie where Azure keeps them', async () => {
  const name = freshName();
  const container = await containerWith(storage, name, { 'a/b.txt': 'x' });
  const { etag } = await container.getBlobClient('a/b.txt').getProperties();
  const { host, seen, name: functionName } = await blobHost(`${name}/{file}`);
  await host.until(() => seen.length === 1);
  const receipt = `blobreceipts/${name}/Host.Functions.${functionName}/${etag}/${name}/a/b.txt`;
  expect(await blobContent(storage, 'azure-webjobs-hosts', receipt)).toEqual(Buffer.alloc(0));
});

test('a receipt that was begun and not completed lets the blob run again', async () => {
  const name = freshName();
  const container = await containerWith(storage, name, { a: 'x' });
  const { etag } = await container.getBlobClient('a').getProperties();
  const hosts = await containerWith(storage, 'azure-webjobs-hosts');
  await hosts
    .getBlockBlobClient(`blobreceipts/${name}/Host.Functions.begun/${etag}/${name}/a`)
    .upload('', 0, { metadata: { incomplete: 'incomplete' } });
  const { host, seen } = await blobHost(`${name}/{file}`, { name: 'begun' });
  await host.until(() => seen.length === 1);
});

test('a blob that fails is tried five times, then a message goes to the poison queue', async () => {
  const name = freshName();
  await containerWith(storage, name, { bad: 'x' });
  await queueWith(storage, 'webjobs-blobtrigger-poison');
  await storage.queues().getQueueClient('webjobs-blobtrigger-poison').clearMessages();
  const {
    host,
    seen,
    name: functionName,
  } = await blobHost(`${name}/{file}`, {
    act: () => Promise.reject(new Error('cannot take it')),
  });
  const poison = await host.until(async () => (await texts(storage, 'webjobs-blobtrigger-poison'))[0]);
  expect(seen).toHaveLength(5);
  expect(JSON.parse(poison)).toEqual({
    Type: 'BlobTrigger',
    FunctionId: `Host.Functions.${functionName}`,
    BlobType: 'BlockBlob',
    ContainerName: name,
    BlobName: 'bad',
    ETag: expect.stringMatching(/^".*"$/),
  });
});

test('host.json says how often a blob is tried and how many run side by side', async () => {
  const name = freshName();
  await containerWith(storage, name, { a: '', b: '', c: '' });
  const hostJson = { extensions: { blobs: { poisonBlobThreshold: 1, maxDegreeOfParallelism: 1 } } };
  let running = 0;
  const { host, seen } = await blobHost(`${name}/{file}`, {
    host: { hostJson },
    async act() {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      throw new Error('no');
    },
  });
  await host.until(() => host.logText().split('Moving message to queue').length === 4);
  expect(seen).toHaveLength(3);
});

test('a blob that is gone by the time of its turn is not run', async () => {
  const name = freshName();
  await containerWith(storage, name, { a: 'x' });
  const queue = await queueWith(storage, `azure-webjobs-blobtrigger-${name}`, {
    FunctionId: 'Host.Functions.gone',
    ContainerName: name,
    BlobName: 'never-there',
    ETag: '"0x1"',
  });
  const { host, seen } = await blobHost(`${name}/{file}`, { name: 'gone' });
  await host.until(() => seen.length === 1);
  await host.until(async () => ((await queue.getProperties()).approximateMessagesCount ?? 0) === 0);
  expect(namesOf(seen)).toEqual([`${name}/a`]);
});

test('a blob that a function wrote is found at once, without waiting for a look', async () => {
  const name = freshName();
  await containerWith(storage, name);
  const seen: unknown[] = [];
  const made = output.storageBlob({ path: `${name}/{rand-guid}`, connection: '' });
  const host = await storageHost(storage, () => {
    app.http('make', {
      extraOutputs: [made],
      handler: (_, context) => {
        context.extraOutputs.set(made, 'made');
        return {};
      },
    });
    app.storageBlob('found', {
      path: `${name}/{file}`,
      connection: '',
      handler: (content) => void seen.push(String(content)),
    });
  });
  await host.until(() => host.clock.nextDueMs !== undefined);
  // The clock stands still from here on.
  await fetch(`${host.origin}/api/make`, { method: 'POST' });
  while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual(['made']);
});

test.each<[path: string, message: string]>([
  ['%MISSING%/{name}', "'%MISSING%' does not resolve to a value."],
  ['{container}/{name}', 'only the names of blobs can have {expressions}.'],
  ['UPPER/{name}', 'Invalid container name: UPPER.'],
  ['files/{a.b}', "each {name} of a trigger's path stands alone and once."],
])('the path %s puts the function in error', async (path, message) => {
  const { host } = await blobHost(path, { name: 'wrong' });
  expect(host.logText()).toContain("The 'wrong' function is in error: ");
  expect(host.logText()).toContain(message);
});

test('a function is run by hand on a blob by its path', async () => {
  const name = freshName();
  const { host, seen, name: functionName } = await blobHost(`${name}/{file}`, { source: 'EventGrid' });
  const run = (blob: string) =>
    fetch(`${host.origin}/admin/functions/${functionName}`, {
      method: 'POST',
      body: JSON.stringify({ input: `${name}/${blob}` }),
      headers: { 'content-type': 'application/json' },
    });
  await containerWith(storage, name, { 'a.txt': 'hello' });
  expect((await run('a.txt')).status).toBe(202);
  await host.until(() => seen.length === 1);
  expect(seen[0]).toMatchObject({ content: Buffer.from('hello'), metadata: { file: 'a.txt' } });
  expect((await run('none.txt')).status).toBe(202);
  await host.until(() => host.log.some(({ level }) => level === 'error'));
});

describe("with source: 'EventGrid'", () => {
  const event = (url: string, eTag = '0x8DC') => ({
    eventType: 'Microsoft.Storage.BlobCreated',
    data: { api: 'PutBlob', eTag, blobType: 'BlockBlob', url },
  });

  async function deliver(host: StorageHost, functionName: string, kind: string, body: unknown, code = '') {
    return fetch(
      `${host.origin}/runtime/webhooks/blobs?functionName=${functionName}&code=${encodeURIComponent(code)}`,
      {
        method: 'POST',
        headers: { 'aeg-event-type': kind, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    );
  }

  test('a blob runs when an event tells of it, and not before', async () => {
    const name = freshName();
    const container = await containerWith(storage, name, { 'a.txt': 'hello', 'b.txt': 'other' });
    const { host, seen, name: functionName } = await blobHost(`${name}/{file}`, { source: 'EventGrid' });
    const events = [event(container.getBlobClient('a.txt').url)];
    const answer = await deliver(host, `Host.Functions.${functionName}`, 'Notification', events);
    expect(answer.status).toBe(202);
    await host.until(() => seen.length === 1);
    await host.stop();
    expect(namesOf(seen)).toEqual([`${name}/a.txt`]);
    expect(seen[0]?.metadata.file).toBe('a.txt');
  });

  test('the handshake is answered, and wrong deliveries are refused', async () => {
    const { host, name } = await blobHost(`${freshName()}/{file}`, { source: 'EventGrid' });
    const id = `Host.Functions.${name}`;
    const handshake = [{ data: { validationCode: '512d' } }];
    expect(await (await deliver(host, id, 'SubscriptionValidation', handshake)).json()).toEqual({
      validationResponse: '512d',
    });
    expect((await deliver(host, id, 'Notification', [{ data: {} }])).status).toBe(400);
    const unknown = await deliver(host, 'nope', 'Notification', []);
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining(id)]);
  });

  test("with keys enforced a delivery needs the extension's key", async () => {
    const { host, name } = await blobHost(`${freshName()}/{file}`, {
      source: 'EventGrid',
      host: { enforceKeys: true },
    });
    const id = `Host.Functions.${name}`;
    expect((await deliver(host, id, 'Notification', [])).status).toBe(401);
    const key = host.keys.systemKeys.blobs_extension;
    expect((await deliver(host, id, 'Notification', [], key)).status).toBe(202);
  });
});
