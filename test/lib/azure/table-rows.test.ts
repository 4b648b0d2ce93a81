import type { TableClient } from '@azure/data-tables';
import { expect, onTestFinished, test } from 'vitest';
import type { RunStatus } from '../../../contract/run-view.ts';
import type { RunRow } from '../../../contract/runs.ts';
import { blobIdempotencyKeys } from '../../../lib/azure/blob-idempotency-keys.ts';
import { type TableAccount, tableAccount } from '../../../lib/azure/table-account.ts';
import { tableLanes } from '../../../lib/azure/table-lanes.ts';
import { tableRepositories } from '../../../lib/azure/table-repositories.ts';
import { tableRunIndex } from '../../../lib/azure/table-run-index.ts';
import { lanesContract } from '../../contracts/lanes.ts';
import { runIndexContract } from '../../contracts/run-index.ts';
import { idempotencyKeysContract, repositoriesContract } from '../../contracts/small-stores.ts';
import { useBlobStorage } from '../../support/blob-storage.ts';
import { FakeIdempotencyKeys } from '../../support/fakes/fake-idempotency-keys.ts';
import { FakeLanes } from '../../support/fakes/fake-lanes.ts';
import { FakeRepositories } from '../../support/fakes/fake-repositories.ts';
import { FakeRunIndex } from '../../support/fakes/fake-run-index.ts';
import { useTableStorage } from '../../support/table-storage.ts';

const blobs = useBlobStorage();
const tables = useTableStorage();

/** Each test has tables of its own. */
function freshTables(): TableAccount {
  const account = tableAccount(tables.storage());
  onTestFinished(async () => {
    for (const name of ['slipwaylanes', 'slipwayruns', 'slipwayrepositories']) {
      await account.table(name).deleteTable();
    }
  });
  return account;
}

lanesContract('table storage', () => tableLanes(freshTables()));
test.each(['{"want', '{}', '{"dropped":[],"want":{"runId":7}}'])(
  'a lane that somebody spoiled by hand counts as an empty one, and is written over: %s',
  async (document) => {
    const account = freshTables();
    const lanes = tableLanes(account);
    await lanes.write('blog', { dropped: [] }, undefined);
    const key = { partitionKey: 'blog', rowKey: 'production' };
    await account.table('slipwaylanes').upsertEntity({ ...key, document }, 'Replace');
    const { row, etag } = await lanes.read('blog');
    expect(row).toEqual({ dropped: [] });
    const next = { dropped: [], published: { sha: 'a', runId: 'publish-blog-1' } };
    expect(await lanes.write('blog', next, etag)).toBe('written');
    expect((await lanes.read('blog')).row).toEqual(next);
  },
);

lanesContract('memory', () => new FakeLanes());
runIndexContract('table storage', () => tableRunIndex(freshTables()));
runIndexContract('memory', () => new FakeRunIndex());
repositoriesContract('table storage', () => tableRepositories(freshTables()));
repositoriesContract('memory', () => new FakeRepositories());
idempotencyKeysContract('blob storage', () => blobIdempotencyKeys(blobs.account()));
idempotencyKeysContract('memory', () => new FakeIdempotencyKeys());

test('a row that somebody spoiled by hand hides no other run', async () => {
  const account = freshTables();
  const index = tableRunIndex(account);
  const run = { kind: 'publish', site: 'blog', status: 'failed' } as const;
  await index.put({ ...run, id: 'one', requestedAt: '2026-01-01T00:00:01.000Z' });
  await index.put({ ...run, id: 'two', requestedAt: '2026-01-01T00:00:02.000Z' });
  const table = account.table('slipwayruns');
  for await (const { partitionKey, rowKey, id } of table.listEntities()) {
    const key = { partitionKey: String(partitionKey), rowKey: String(rowKey) };
    if (id === 'two' && partitionKey === 'all')
      await table.updateEntity({ ...key, document: '{"id' }, 'Merge');
  }
  expect((await index.list({ top: 10 })).rows.map(({ id }) => id)).toEqual(['one']);
});

test('a run of which a crash left an older row in the lists ends in them with the next write', async () => {
  const account = freshTables();
  const index = tableRunIndex(account);
  const rowOf = (status: RunStatus): RunRow => ({
    id: 'publish-blog-1',
    kind: 'publish',
    site: 'blog',
    status,
    requestedAt: '2026-01-01T00:00:00.000Z',
  });
  const statusesIn = async (...statuses: RunStatus[]) =>
    (await index.list({ top: 5, statuses })).rows.map(({ status }) => status);
  await index.put(rowOf('running'));
  const deleteEntity = () => Promise.reject(new Error('The process ends here, as the test wants it.'));
  const dying = tableRunIndex({ ...account, table: () => ({ deleteEntity }) as unknown as TableClient });
  await expect(dying.put(rowOf('succeeded'))).rejects.toThrow('as the test wants it');
  expect(await statusesIn('running', 'succeeded')).toEqual(['succeeded']);
  await index.put(rowOf('succeeded'));
  expect(await statusesIn('pending', 'running')).toEqual([]);
});

test('an item of which a crash left only the row by its id is listed as it ended when it is added again', async () => {
  const account = freshTables();
  const index = tableRunIndex(account);
  const item: RunRow = {
    ...{ id: 'array-1-0', kind: 'job', status: 'running', requestedAt: '2026-01-01T00:00:00.000Z' },
    parent: { runId: 'array-1', item: '0' },
  };
  await index.put({ ...item, status: 'succeeded' });
  await account.table('slipwayruns').deleteEntity('items-array-1', '000000');
  expect(await index.add(item)).toBe('known');
  const { rows } = await index.listItems({ parent: 'array-1', top: 5 });
  expect(rows.map(({ status }) => status)).toEqual(['succeeded']);
  expect(await index.read('array-1-0')).toMatchObject({ status: 'succeeded' });
});
