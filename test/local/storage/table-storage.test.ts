import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { odata, TableClient, TableServiceClient } from '@azure/data-tables';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startStorage } from '../../../local/storage/start-storage.ts';
import { startStorageProcess } from './start-storage-process.ts';

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-tables-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function tableStorage(directory?: string) {
  const storage = await startStorage({ service: 'table', port: 0, ...(directory ? { directory } : {}) });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= storage.stop();
    return stopped;
  };
  onTestFinished(stop);
  const options = { allowInsecureConnection: true };
  return {
    table: TableClient.fromConnectionString(storage.connectionString, 'runs', options),
    service: TableServiceClient.fromConnectionString(storage.connectionString, options),
    stop,
  };
}

async function madeTable(directory?: string) {
  const storage = await tableStorage(directory);
  await storage.table.createTable();
  return storage;
}

async function rowKeys(table: TableClient, filter?: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { rowKey } of table.listEntities({ queryOptions: filter ? { filter } : {} })) {
    keys.push(rowKey ?? '');
  }
  return keys;
}

async function fill(table: TableClient, count: number, partitionKey = 'all'): Promise<void> {
  for (let first = 0; first < count; first += 100) {
    await table.submitTransaction(
      Array.from({ length: Math.min(100, count - first) }, (_, offset) => [
        'create',
        { partitionKey, rowKey: `${first + offset}`.padStart(6, '0'), number: first + offset },
      ]),
    );
  }
}

describe('rows of a table', () => {
  test('come back with their types, merged or replaced as asked', async () => {
    const { table } = await madeTable();
    const entity = { partitionKey: 'blog', rowKey: 'a', text: 'ü', count: 3, big: 12_345_678_901n, on: true };
    await table.createEntity(entity);
    expect(await table.getEntity('blog', 'a')).toMatchObject(entity);
    await table.updateEntity({ partitionKey: 'blog', rowKey: 'a', count: 4 }, 'Merge');
    expect(await table.getEntity('blog', 'a')).toMatchObject({ ...entity, count: 4 });
    await table.updateEntity({ partitionKey: 'blog', rowKey: 'a', count: 5 }, 'Replace');
    expect((await table.getEntity('blog', 'a')).text).toBeUndefined();
    await table.upsertEntity({ partitionKey: 'blog', rowKey: 'b', when: new Date(0) });
    expect((await table.getEntity('blog', 'b')).when).toEqual(new Date(0));
    await table.deleteEntity('blog', 'a');
    await expect(table.getEntity('blog', 'a')).rejects.toMatchObject({ statusCode: 404 });
    await expect(table.deleteEntity('blog', 'a')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('are changed by one of two who read the same version', async () => {
    const { table } = await madeTable();
    await table.createEntity({ partitionKey: 'blog', rowKey: 'wanted', commit: 'a' });
    const { etag = '' } = await table.getEntity('blog', 'wanted');
    const row = { partitionKey: 'blog', rowKey: 'wanted' };
    await table.updateEntity({ ...row, commit: 'b' }, 'Replace', { etag });
    const late = { statusCode: 412 };
    await expect(table.updateEntity({ ...row, commit: 'c' }, 'Replace', { etag })).rejects.toMatchObject(
      late,
    );
    await expect(table.updateEntity({ ...row, commit: 'c' }, 'Merge', { etag })).rejects.toMatchObject(late);
    await expect(table.deleteEntity('blog', 'wanted', { etag })).rejects.toMatchObject(late);
    await expect(table.createEntity(row)).rejects.toMatchObject({ statusCode: 409 });
    expect(await table.getEntity('blog', 'wanted')).toMatchObject({ commit: 'b' });
  });

  test('of a transaction are all changed or none', async () => {
    const { table } = await madeTable();
    await table.createEntity({ partitionKey: 'blog', rowKey: 'b', text: 'old' });
    const broken = table.submitTransaction([
      ['create', { partitionKey: 'blog', rowKey: 'a' }],
      ['update', { partitionKey: 'blog', rowKey: 'b', text: 'new' }, 'Replace'],
      ['delete', { partitionKey: 'blog', rowKey: 'missing' }],
    ]);
    await expect(broken).rejects.toMatchObject({ statusCode: 404 });
    expect(await rowKeys(table)).toEqual(['b']);
    expect(await table.getEntity('blog', 'b')).toMatchObject({ text: 'old' });
    await table.submitTransaction([
      ['create', { partitionKey: 'blog', rowKey: 'c' }],
      ['delete', { partitionKey: 'blog', rowKey: 'b' }],
    ]);
    expect(await rowKeys(table)).toEqual(['c']);
  });

  test('go with their table, and a table of the same name begins empty', async () => {
    const { table, service } = await madeTable();
    await table.createEntity({ partitionKey: 'blog', rowKey: 'a' });
    await service.deleteTable('runs');
    await expect(rowKeys(table)).rejects.toMatchObject({ statusCode: 404 });
    await service.createTable('runs');
    expect(await rowKeys(table)).toEqual([]);
  });

  test('of tables with like names are kept apart', async () => {
    const { table, service } = await madeTable();
    await service.createTable('runs2');
    await table.createEntity({ partitionKey: 'blog', rowKey: 'a' });
    await service.deleteTable('runs2');
    expect(await rowKeys(table)).toEqual(['a']);
  });
});

describe('a query', () => {
  test.each([
    ["PartitionKey eq 'b'", ['2', '3', '4']],
    ["PartitionKey eq 'b' and RowKey gt '2'", ['3', '4']],
    ["PartitionKey eq 'b' and RowKey ge '2' and RowKey lt '4'", ['2', '3']],
    ["PartitionKey gt 'a' and PartitionKey le 'b'", ['2', '3', '4']],
    ["PartitionKey eq 'a' or RowKey eq '5'", ['1', '5']],
    ["not (PartitionKey eq 'b')", ['1', '5']],
    ["PartitionKey ne 'b' and RowKey ne '1'", ['5']],
    ["RowKey eq '3'", ['3']],
    ['number eq 4', ['4']],
    ["PartitionKey eq 'b' and (number eq 2 or number eq 4)", ['2', '4']],
    ["PartitionKey eq 'none'", []],
    ["PartitionKey lt 'a'", []],
    ["'b' eq PartitionKey", ['2', '3', '4']],
  ])('for %s finds what matches, in the order of the keys', async (filter, expected) => {
    const { table } = await madeTable();
    for (const [partitionKey, rowKey] of ['b4', 'a1', 'c5', 'b2', 'b3'].map((keys) => [...keys])) {
      await table.createEntity({
        partitionKey: partitionKey ?? '',
        rowKey: rowKey ?? '',
        number: Number(rowKey),
      });
    }
    expect(await rowKeys(table, filter)).toEqual(expected);
  });

  test('that is not valid is refused', async () => {
    const { table } = await madeTable();
    await expect(rowKeys(table, 'PartitionKey eq')).rejects.toMatchObject({ statusCode: 400 });
  });

  test('is answered in pages that miss nothing and repeat nothing', async () => {
    const { table } = await madeTable();
    await fill(table, 250);
    const sizes: number[] = [];
    const keys: unknown[] = [];
    for await (const page of table.listEntities().byPage({ maxPageSize: 100 })) {
      sizes.push(page.length);
      keys.push(...page.map(({ rowKey }) => rowKey));
    }
    expect(sizes).toEqual([100, 100, 50]);
    expect(keys).toEqual(Array.from({ length: 250 }, (_, n) => `${n}`.padStart(6, '0')));
  });

  test('goes on after keys that are not ASCII', async () => {
    const { table } = await madeTable();
    for (const rowKey of ['ä', 'ö', 'ü']) await table.createEntity({ partitionKey: 'größe', rowKey });
    const pages = table.listEntities().byPage({ maxPageSize: 1 });
    expect((await all(pages)).flat().map(({ rowKey }) => rowKey)).toEqual(['ä', 'ö', 'ü']);
  });

  test('that no key serves gives an empty page and goes on, as on Azure', async () => {
    const { table } = await madeTable();
    await fill(table, 10_500);
    const pages = await all(
      table.listEntities({ queryOptions: { filter: 'number eq 10400' } }).byPage({ maxPageSize: 1_000 }),
    );
    expect(pages.map((page) => page.map(({ rowKey }) => rowKey))).toEqual([[], ['010400']]);
  });
});

test('rows and tables are there again after a restart, and deleted ones are not', async () => {
  const directory = await temporaryDirectory();
  const first = await madeTable(directory);
  await first.table.createEntity({ partitionKey: 'blog', rowKey: 'kept' });
  await first.table.createEntity({ partitionKey: 'blog', rowKey: 'gone' });
  await first.table.deleteEntity('blog', 'gone');
  await first.service.createTable('other');
  await first.service.deleteTable('other');
  await first.stop();

  const second = await tableStorage(directory);
  expect(await rowKeys(second.table)).toEqual(['kept']);
  const names = (await all(second.service.listTables())).map(({ name }) => name);
  expect(names).toEqual(['runs']);
  await second.table.createEntity({ partitionKey: 'blog', rowKey: 'later' });
  expect(await rowKeys(second.table, odata`PartitionKey eq ${'blog'}`)).toEqual(['kept', 'later']);
});

test('rows that were acknowledged survive a kill in the midst of others', async () => {
  const directory = await temporaryDirectory();
  const { child, connectionString } = await startStorageProcess(directory, 'table');
  const table = TableClient.fromConnectionString(connectionString, 'runs', {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  await table.createTable();
  const acknowledged: string[] = [];
  let next = 0;
  const write = async (): Promise<void> => {
    while (acknowledged.length < 80) {
      const rowKey = `${next++}`.padStart(6, '0');
      await table.createEntity({ partitionKey: 'all', rowKey });
      acknowledged.push(rowKey);
    }
    child.kill('SIGKILL');
  };
  await Promise.allSettled(Array.from({ length: 16 }, write));
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');

  const kept = await rowKeys((await tableStorage(directory)).table);
  expect(kept).toEqual(expect.arrayContaining(acknowledged));
  expect(new Set(kept).size).toBe(kept.length);
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
