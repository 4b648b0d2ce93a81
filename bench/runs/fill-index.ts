import type { TableClient, TableEntity, TransactionAction } from '@azure/data-tables';
import type { RunStatus } from '../../contract/run-view.ts';
import type { RunRow } from '../../contract/runs.ts';
import type { TableAccount } from '../../lib/azure/table-account.ts';
import { tableRunIndex } from '../../lib/azure/table-run-index.ts';

const sites = 100;

/** What the service takes in one transaction, which is of one partition. */
const rowsPerTransaction = 100;

/** So many runs are made before they are written. */
const runsPerRound = 10_000;

/** A run a minute, of a hundred sites in turns; one in fifty failed, one in a thousand is of many sites. */
function aRunRow(n: number): RunRow {
  const requestedAt = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
  const endedAt = new Date(Date.parse(requestedAt) + 40_000).toISOString();
  const status: RunStatus = n % 50 === 0 ? 'failed' : 'succeeded';
  if (n % 1_000 === 1) return { id: `publish-many-${n}`, kind: 'publishMany', status, requestedAt, endedAt };
  const site = `site-${n % sites}`;
  const sha = n.toString(16).padStart(40, '0');
  return {
    id: `publish-${site}-${n.toString(16).padStart(12, '0')}`,
    kind: 'publish',
    site,
    status,
    cause: 'push',
    requestedAt,
    startedAt: requestedAt,
    endedAt,
    commit: {
      repository: `https://github.com/acme/${site}.git`,
      branch: 'main',
      sha,
      author: 'Ada',
      message: 'Write about ships, and how they are built',
      committedAt: requestedAt,
    },
    release: `${sha.slice(28)}-000000000000`,
    changed: 12,
    liveUrl: `https://${site}.example.com/`,
  };
}

/**
 * Puts so many runs into the index. The rows are those of the app's own adapter; they are written a hundred at a time, because
 * one by one takes longer than anybody waits for a bench.
 */
export async function fillIndex(account: TableAccount, runs: number): Promise<void> {
  // Makes the table.
  await tableRunIndex(account).put(aRunRow(0));
  for (let first = 0; first < runs; first += runsPerRound) {
    const entities = new Map<string, Map<string, TableEntity>>();
    let table = '';
    const collecting: TableAccount = {
      table: () => collector(entities),
      async writing(name, write) {
        table = name;
        return write(collector(entities));
      },
    };
    const index = tableRunIndex(collecting);
    for (let n = first; n < Math.min(first + runsPerRound, runs); n++) await index.put(aRunRow(n));
    for (const rows of entities.values()) {
      const actions = [...rows.values()].map((entity): TransactionAction => ['upsert', entity, 'Replace']);
      for (let from = 0; from < actions.length; from += rowsPerTransaction) {
        const transaction = actions.slice(from, from + rowsPerTransaction);
        await account.table(table).submitTransaction(transaction);
      }
    }
  }
}

/** A table that keeps what is written to it, by partition. */
function collector(entities: Map<string, Map<string, TableEntity>>): TableClient {
  return {
    // A run that is written once, as ended, has left nothing elsewhere.
    deleteEntity: async () => undefined,
    async upsertEntity(entity: TableEntity) {
      const rows = entities.get(entity.partitionKey) ?? new Map<string, TableEntity>();
      entities.set(entity.partitionKey, rows.set(entity.rowKey, entity));
    },
  } as unknown as TableClient;
}
