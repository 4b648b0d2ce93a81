import { app, input, output } from '@azure/functions';
import * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';
import type { FunctionsHostOptions } from '../../../local/functions/index.ts';
import {
  blobContent,
  containerWith,
  messageCount,
  namesFrom,
  queueWith,
  storageHost,
  texts,
  useStorage,
} from './storage-host.ts';

const storage = useStorage();
const connection = 'AzureWebJobsStorage';
const freshName = namesFrom('bound');

const queueOutput = (queueName: string) => output.storageQueue({ queueName, connection });
const blobOutput = (path: string) => output.storageBlob({ path, connection });

/** A host with one HTTP function that sets an output. */
function hostThatOutputs(
  out: ReturnType<typeof queueOutput> | ReturnType<typeof blobOutput>,
  value: unknown,
  options: Partial<FunctionsHostOptions> = {},
) {
  return storageHost(
    storage,
    () =>
      app.http('produce', {
        route: 'produce/{item?}',
        extraOutputs: [out],
        handler: (_, context) => {
          context.extraOutputs.set(out, value);
          return { body: 'done' };
        },
      }),
    options,
  );
}

const produce = (origin: string, path = '', init?: RequestInit) =>
  fetch(`${origin}/api/produce${path}`, init);

describe('a queue output', () => {
  test.each<[what: string, value: unknown, messages: string[]]>([
    ['a text', 'hello', ['hello']],
    ['a number', 5, ['5']],
    ['a boolean', true, ['True']],
    ['an object', { a: 1 }, ['{\n  "a": 1\n}']],
    ['a list', ['one', { a: 1 }, 2], ['one', '{\n  "a": 1\n}', '2']],
    ['a text that holds a JSON list', '["one","two"]', ['one', 'two']],
    ['bytes', Buffer.from('bytes'), ['bytes']],
    ['nothing', undefined, []],
  ])('makes of %s the messages that Azure makes', async (_, value, messages) => {
    const name = freshName();
    const host = await hostThatOutputs(queueOutput(name), value);
    expect(await (await produce(host.origin)).text()).toBe('done');
    expect(await texts(storage, name)).toEqual(messages);
  });

  test('that looks like JSON and is none fails the call', async () => {
    const host = await hostThatOutputs(queueOutput(freshName()), '{name}');
    expect((await produce(host.origin)).status).toBe(500);
    expect(host.logText()).toContain('The output begins and ends like JSON, so the host reads it as JSON');
  });

  test('is put in lower case and may depend on the request', async () => {
    const name = freshName();
    const host = await hostThatOutputs(queueOutput(`${name.toUpperCase()}-{item}`), 'hello');
    expect((await produce(host.origin, '/SIX')).status).toBe(200);
    expect(await texts(storage, `${name}-six`)).toEqual(['hello']);
  });
});

describe('a blob output', () => {
  test.each<[what: string, value: unknown, content: Buffer]>([
    ['a text', 'hello', Buffer.from('hello')],
    ['an object', { a: [1] }, Buffer.from('{"a":[1]}')],
    ['a list', [1, 2], Buffer.from('[1,2]')],
    ['bytes', Buffer.from([0, 255]), Buffer.from([0, 255])],
    ['a number', 258, Buffer.from([2, 1, 0, 0])],
    ['a boolean', true, Buffer.from([1])],
  ])('writes %s as Azure does', async (_, value, content) => {
    const container = freshName();
    const host = await hostThatOutputs(blobOutput(`${container}/made`), value);
    expect((await produce(host.origin)).status).toBe(200);
    expect(await blobContent(storage, container, 'made')).toEqual(content);
  });

  test('that is a number is told of: it is written as its bytes in memory', async () => {
    const host = await hostThatOutputs(blobOutput(`${freshName()}/made`), 5);
    await produce(host.origin);
    expect(host.logText()).toContain('The output 5 is written as 4 raw bytes, as on Azure. Return a text');
  });

  test('writes nothing when none is set', async () => {
    const container = freshName();
    const host = await hostThatOutputs(blobOutput(`${container}/made`), null);
    expect((await produce(host.origin)).status).toBe(200);
    expect(await blobContent(storage, container, 'made')).toBeUndefined();
  });

  test('notes which run wrote it', async () => {
    const container = freshName();
    const host = await hostThatOutputs(blobOutput(`${container}/made`), 'x');
    await produce(host.origin);
    const { metadata } = await storage
      .blobs()
      .getContainerClient(container)
      .getBlobClient('made')
      .getProperties();
    expect(Object.values(metadata ?? {})).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });
});

describe('expressions', () => {
  test.each<[pattern: string, made: RegExp]>([
    ['{item}.txt', /^seven\.txt$/],
    ['{ITEM}', /^seven$/],
    ['{size}-{query.size}', /^9-9$/],
    ['{order.id}', /^12$/],
    ['{headers.x-own}', /^mine$/],
    ['{at}', /^01\/31\/2026 12:30:00$/],
    ['{DateTime}', /^2026-01-01T00-00-00Z$/],
    ['{DateTime:yyyy/MM/dd}', /^2026\/01\/01$/],
    ['{sys.utcnow:HH}', /^00$/],
    ['{rand-guid}', /^[0-9a-f]{8}-[0-9a-f-]{27}$/],
    ['{rand-guid:N}', /^[0-9a-f]{32}$/],
    ['{sys.MethodName}', /^produce$/],
    ['%FOLDER%/{{a}}', /^folder\/\{a\}$/],
  ])('%s in a path is put in', async (pattern, made) => {
    const container = freshName();
    const env = { FOLDER: 'folder' };
    const host = await hostThatOutputs(blobOutput(`${container}/${pattern}`), 'x', { env });
    const answer = await produce(host.origin, '/seven?size=9', {
      method: 'POST',
      body: JSON.stringify({ order: { Id: 12 }, at: '2026-01-31T12:30:00Z' }),
      headers: { 'x-own': 'mine' },
    });
    expect(answer.status).toBe(200);
    const found: string[] = [];
    for await (const { name } of storage.blobs().getContainerClient(container).listBlobsFlat())
      found.push(name);
    expect(found).toEqual([expect.stringMatching(made)]);
  });

  test.each<[pattern: string, message: string]>([
    ['a/{nothing}', "No value for named parameter 'nothing'. The trigger's data has: headers, query"],
    ['a/{open', 'Write {name}, or {{ for a brace.'],
    ['a/{}', '"{}" is no expression.'],
    ['A/b', 'Invalid container name: A.'],
    ['alone', "Blob identifiers must be in the format 'container/blob'."],
    ['abc/{rand-guid:Q}', 'Write D, N, B or P.'],
  ])('the path %s fails the call and says why', async (pattern, message) => {
    const host = await hostThatOutputs(blobOutput(pattern), 'x');
    expect((await produce(host.origin)).status).toBe(500);
    expect(host.logText()).toContain(message);
  });
});

describe('a blob input', () => {
  async function read(pattern: string, more: object = {}): Promise<unknown> {
    const blob = input.storageBlob({ path: pattern, connection, ...more });
    let seen: unknown = 'not called';
    const host = await storageHost(storage, () =>
      app.http('consume', {
        route: 'consume/{item}',
        extraInputs: [blob],
        handler: (_, context) => {
          seen = context.extraInputs.get(blob);
          return {};
        },
      }),
    );
    expect((await fetch(`${host.origin}/api/consume/a.txt`)).status).toBe(200);
    return seen;
  }

  test('is a text, and what it stands for when that is JSON', async () => {
    const container = freshName();
    await containerWith(storage, container, { 'a.txt': 'hello', 'b.json': '{"a":1}' });
    expect(await read(`${container}/{item}`)).toBe('hello');
    expect(await read(`${container}/b.json`)).toEqual({ a: 1 });
  });

  test('is bytes when the binding says binary', async () => {
    const container = freshName();
    await containerWith(storage, container, { 'a.txt': Buffer.from([255, 0]) });
    expect(await read(`${container}/{item}`, { dataType: 'binary' })).toEqual(Buffer.from([255, 0]));
  });

  test('that is not there is undefined', async () => {
    const container = freshName();
    await containerWith(storage, container);
    expect(await read(`${container}/{item}`)).toBeUndefined();
    expect(await read(`${freshName()}/{item}`)).toBeUndefined();
  });
});

test('the return value of a queue function goes to a blob named by its message', async () => {
  const [queue, container] = [freshName(), freshName()];
  const waiting = await queueWith(storage, queue, { id: 'a7' }, 'plain');
  const host = await storageHost(storage, () =>
    app.storageQueue('store', {
      queueName: queue,
      connection,
      return: blobOutput(`${container}/{id}`),
      handler: (item) => ({ got: item }),
    }),
  );
  await host.until(async () => (await messageCount(waiting)) === 0);
  expect(String(await blobContent(storage, container, 'a7'))).toBe('{"got":{"id":"a7"}}');
});

test('a timer and an activity write outputs too', async () => {
  const [queue, container] = [freshName(), freshName()];
  const host = await storageHost(storage, () => {
    app.timer('tick', { schedule: '0 0 0 1 1 *', return: queueOutput(queue), handler: () => 'ticked' });
    df.app.activity('store', {
      extraOutputs: [blobOutput(`${container}/{data.name}`)],
      handler: (_: unknown, context) => {
        context.extraOutputs.set(blobOutput(`${container}/{data.name}`), 'stored');
        return 'answer';
      },
    });
  });
  await host.invoke('tick', null);
  expect(await texts(storage, queue)).toEqual(['ticked']);
  const metadata = { data: { json: '{"name":"one"}' } };
  expect(await host.invoke('store', { string: '{"name":"one"}' }, metadata)).toEqual({ string: 'answer' });
  expect(String(await blobContent(storage, container, 'one'))).toBe('stored');
});

test('an output that cannot be written fails the run and says where nobody answers', async () => {
  const env = {
    Elsewhere:
      'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:9/a',
  };
  const out = output.storageQueue({ queueName: 'work', connection: 'Elsewhere' });
  const host = await hostThatOutputs(out, 'x', { env });
  expect((await produce(host.origin)).status).toBe(500);
  expect(host.logText()).toContain(
    "Cannot reach the output queue 'work': nobody answers at 127.0.0.1:9, which the setting Elsewhere names. Start it (npx azurite) or correct the setting.",
  );
});
