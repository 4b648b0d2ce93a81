import { odata } from '@azure/data-tables';
import type { Server } from '../../contract/fleets.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import type { FleetServers } from '../ports/fleets.ts';
import { fleetsTable, pastPartition, serverKey, serverPrefix, sessionPrefix } from './fleet-keys.ts';
import { afterIds, timeKey } from './run-index-keys.ts';
import type { TableAccount } from './table-account.ts';
import { type TableRow, tableRows } from './table-rows.ts';

const removalsAtATime = 8;
/** For how long a server that is gone is shown. */
const pastDays = 30;
/** With each server that goes, so many older ones are forgotten. */
const forgottenAtATime = 20;
const dayMs = 86_400_000;

/** Servers as rows of a table, beside the places on them: the partition is the fleet. */
export function tableFleetServers(account: TableAccount): FleetServers {
  const rows = tableRows(account, fleetsTable);
  const keyOf = ({ fleet, name }: Server) => serverKey(fleet, name);

  return {
    async list(fleet) {
      const found = await rows.list({ partitionKey: fleet, prefix: serverPrefix });
      return found.flatMap(({ value, etag }) =>
        value === undefined ? [] : { server: value as Server, etag },
      );
    },

    async read(fleet, server) {
      const found = await rows.read(serverKey(fleet, server));
      return found?.value === undefined ? undefined : { server: found.value as Server, etag: found.etag };
    },

    add: (server) => rows.add(keyOf(server), server),

    replace: (server, etag) => rows.replace(keyOf(server), server, etag),

    async retire(server) {
      const { fleet, name } = server;
      const sessions = await rows.list({
        partitionKey: fleet,
        prefix: sessionPrefix,
        filter: odata`server eq ${name}`,
      });
      await forEachConcurrently(sessions, removalsAtATime, async ({ rowKey, etag }) => {
        // One that has got a place elsewhere meanwhile stays.
        await rows.removeUnchanged({ partitionKey: fleet, rowKey }, etag);
      });
      const goneAt = lastChange(server);
      const partitionKey = pastPartition(fleet);
      await rows.put({ partitionKey, rowKey: `${timeKey(goneAt)}-${name}` }, server);
      await rows.remove(keyOf(server));
      await forget(fleet, new Date(Date.parse(goneAt) - pastDays * dayMs).toISOString());
    },

    async past(fleet, limit) {
      const found = await rows.list({ partitionKey: pastPartition(fleet), limit });
      return found.flatMap(({ value }) => (value as Server | undefined) ?? []);
    },
  };

  async function forget(fleet: string, before: string): Promise<void> {
    const partitionKey = pastPartition(fleet);
    const filter = odata`RowKey gt ${timeKey(before) + afterIds}`;
    const old: TableRow[] = await rows.list({ partitionKey, filter, limit: forgottenAtATime });
    await forEachConcurrently(old, removalsAtATime, ({ rowKey }) => rows.remove({ partitionKey, rowKey }));
  }
}

/** The same however often it is asked, so that a server that is retired twice stands in the past once. */
function lastChange({ since }: Server): string {
  return Object.values(since).sort().at(-1) ?? new Date(0).toISOString();
}
