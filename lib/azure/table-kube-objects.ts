import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { odata, type TableEntityResult, TableTransaction } from '@azure/data-tables';
import type { KubeChange, KubeKey, KubeObject } from '../../contract/kube-objects.ts';
import { SlipwayError } from '../errors.ts';
import type { KubeObjects, KubeWrite } from '../ports/kube-objects.ts';
import { calling } from './azure-error.ts';
import { isAbsent, type TableAccount, tableCode } from './table-account.ts';

const table = 'slipwaykube';
/** One for all: what is written together must stand in one partition. */
const partitionKey = 'objects';
const counterKey = 'counter';

const changesKept = 1_000;
const mostActions = 100;
/** A row may have 1 MB, a column of it 64 KB. */
const columnBytes = 65_536;
const mostColumns = 15;
const largestObject = 1_048_576;
/** Writers of several processes meet at the counter; whoever is second reads it again. */
const mostAttempts = 30;

/**
 * Objects as rows of one partition: a counter, a row for each object, and a row for each change. All three are written in one
 * transaction under the counter's ETag, so versions have no holes and no two writes have the same. `kept`: how many changes the
 * log keeps at least.
 */
export function tableKubeObjects(account: TableAccount, kept = changesKept): KubeObjects {
  const cutEvery = Math.ceil(kept / 10);
  const readObject = async (key: KubeKey): Promise<KubeObject | undefined> => {
    try {
      const entity = await account.table(table).getEntity(partitionKey, rowKeyOf(key));
      return (await unpacked(entity)) as KubeObject;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  };

  const readVersion = async (): Promise<{ version: number; etag: string | undefined }> => {
    try {
      const counter = await account.table(table).getEntity<{ version: number }>(partitionKey, counterKey);
      return { version: Number(counter.version), etag: counter.etag };
    } catch (error) {
      if (isAbsent(error)) return { version: 0, etag: undefined };
      throw error;
    }
  };

  const rowsBetween = async <T>(low: string, high: string): Promise<T[]> => {
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${low} and RowKey lt ${high}`;
    const found: T[] = [];
    try {
      for await (const entity of account.table(table).listEntities({ queryOptions: { filter } })) {
        found.push((await unpacked(entity)) as T);
      }
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    return found;
  };

  /** One attempt; `again` when somebody else wrote in between. */
  const attempt = async (
    type: KubeChange['type'],
    key: KubeKey,
    object?: KubeObject,
    expected?: string,
  ): Promise<KubeWrite | { kind: 'again' }> => {
    // The counter first: whatever is written after this fails our transaction, so the object needs no guard of its own.
    const counter = await readVersion();
    const before = await readObject(key);
    if (type === 'ADDED' && before) return { kind: 'conflict' };
    if (type !== 'ADDED' && !before) return { kind: 'absent' };
    if (expected !== undefined && before?.metadata.resourceVersion !== expected) return { kind: 'conflict' };
    const version = counter.version + 1;
    const written = withVersion(object ?? (before as KubeObject), version);
    const [row, change] = await Promise.all([packed(written), packed({ type, key, object: written })]);
    if (!row || !change) return { kind: 'tooLarge' };
    const transaction = new TableTransaction();
    const count = { partitionKey, rowKey: counterKey, version };
    if (counter.etag === undefined) transaction.createEntity(count);
    else transaction.updateEntity(count, 'Replace', { etag: counter.etag });
    const entity = { partitionKey, rowKey: rowKeyOf(key), ...row };
    if (type === 'ADDED') transaction.createEntity(entity);
    else if (type === 'MODIFIED') transaction.updateEntity(entity, 'Replace');
    else transaction.deleteEntity(partitionKey, entity.rowKey);
    transaction.createEntity({ partitionKey, rowKey: changeKey(version), ...change });
    try {
      await account.writing(table, (client) => client.submitTransaction(transaction.actions));
      return { kind: 'written', object: written };
    } catch (error) {
      if (races.has(tableCode(error) ?? '')) return { kind: 'again' };
      throw error;
    }
  };

  /** Writers of this process wait for each other, so that they do not meet at the counter. */
  let last: Promise<unknown> = Promise.resolve();
  const write = (
    type: KubeChange['type'],
    key: KubeKey,
    object?: KubeObject,
    expected?: string,
  ): Promise<KubeWrite> => {
    const done = last.then(() =>
      calling(
        `writing the Kubernetes object "${key.resource} ${key.namespace}/${key.name}"`,
        async (): Promise<KubeWrite> => {
          for (let count = 0; count < mostAttempts; count += 1) {
            const result = await attempt(type, key, object, expected);
            if (result.kind === 'again') continue;
            const version = result.kind === 'written' ? Number(result.object.metadata.resourceVersion) : 1;
            if (version % cutEvery === 0) await cutLog(version - kept + 1);
            return result;
          }
          throw new SlipwayError('azure-unavailable', `Too many writers at the table "${table}"; try again.`);
        },
      ),
    );
    last = done.catch(() => {});
    return done;
  };

  /** What is left over by a failure is found the next time. */
  const cutLog = async (before: number): Promise<void> => {
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${changeKey(0)} and RowKey lt ${changeKey(before)}`;
    const client = account.table(table);
    const pages = client.listEntities({ queryOptions: { filter, select: ['RowKey'] } });
    for await (const page of pages.byPage({ maxPageSize: mostActions })) {
      const actions = page.map(({ rowKey }) => ['delete', { partitionKey, rowKey: String(rowKey) }] as const);
      // Another process may have cut the same rows meanwhile.
      if (actions.length > 0)
        await client.submitTransaction(actions.map((each) => [...each])).catch(() => {});
    }
  };

  return {
    read: (key) =>
      calling(`reading the Kubernetes object "${key.resource} ${key.namespace}/${key.name}"`, () =>
        readObject(key),
      ),

    list: (resource, namespace) =>
      calling(`listing the Kubernetes objects "${resource}"`, async () => {
        // The version first: what is written in between is then told once more, and nothing is missed.
        const { version } = await readVersion();
        const prefix = namespace === undefined ? `o_${resource}_` : `o_${resource}_${namespace}_`;
        const objects = await rowsBetween<KubeObject>(prefix, afterAll(prefix));
        return { objects, resourceVersion: String(version) };
      }),

    create: (key, object) => write('ADDED', key, object),
    replace: (key, object) => write('MODIFIED', key, object, object.metadata.resourceVersion),
    remove: (key, resourceVersion) => write('DELETED', key, undefined, resourceVersion),

    changesSince: (resourceVersion) =>
      calling('reading the changes of Kubernetes objects', async () => {
        const since = Number(resourceVersion);
        const { version } = await readVersion();
        if (!(since <= version)) return { kind: 'expired' };
        if (since === version) return { kind: 'changes', changes: [], resourceVersion: String(version) };
        const changes = await rowsBetween<KubeChange>(changeKey(since + 1), changeKey(version + 1));
        // Versions have no holes: whatever is missing was cut off.
        if (changes.length !== version - since) return { kind: 'expired' };
        return { kind: 'changes', changes, resourceVersion: String(version) };
      }),
  };
}

/** Somebody else wrote the counter, or the object, between our reading and our writing. */
const races = new Set(['UpdateConditionNotSatisfied', 'EntityAlreadyExists', 'ResourceNotFound']);

/** Names are of letters, digits, hyphens and dots, so an underscore parts them. */
function rowKeyOf({ resource, namespace, name }: KubeKey): string {
  return `o_${resource}_${namespace}_${name}`;
}

function afterAll(prefix: string): string {
  return `${prefix}~`;
}

function changeKey(version: number): string {
  return `c_${String(version).padStart(16, '0')}`;
}

function withVersion(object: KubeObject, version: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}

/** The columns of a document, pressed; undefined when it is too large. */
async function packed(value: unknown): Promise<Record<string, Uint8Array> | undefined> {
  const text = Buffer.from(JSON.stringify(value));
  // A change is an object with a few words about it.
  if (text.byteLength > largestObject + 1_000) return undefined;
  const bytes = await promisify(gzip)(text);
  if (bytes.byteLength > columnBytes * mostColumns) return undefined;
  const columns: Record<string, Uint8Array> = {};
  for (let at = 0; at < bytes.byteLength; at += columnBytes) {
    columns[columnAt(at / columnBytes)] = bytes.subarray(at, at + columnBytes);
  }
  return columns;
}

async function unpacked(entity: TableEntityResult<Record<string, unknown>>): Promise<unknown> {
  const columns: Uint8Array[] = [];
  for (let n = 0; columnAt(n) in entity; n += 1) columns.push(entity[columnAt(n)] as Uint8Array);
  return JSON.parse((await promisify(gunzip)(Buffer.concat(columns))).toString());
}

function columnAt(index: number): string {
  return `body${index}`;
}
