import type { FleetMemory, LoadProfile } from '../../contract/fleets.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import type { FleetMemories } from '../ports/fleets.ts';
import {
  fleetsTable,
  memoriesPartition,
  pastPartition,
  profilesPartition,
  sessionPrefix,
  ticketPrefix,
} from './fleet-keys.ts';
import type { TableAccount } from './table-account.ts';
import { tableRows } from './table-rows.ts';

const removalsAtATime = 8;

/** What the loops of fleets remember as rows of a table. One that somebody spoiled by hand counts as none, and is written over. */
export function tableFleetMemories(account: TableAccount): FleetMemories {
  const rows = tableRows(account, fleetsTable);
  const memoryKey = (fleet: string) => ({ partitionKey: memoriesPartition, rowKey: fleet });
  const profileKey = (fleet: string) => ({ partitionKey: profilesPartition, rowKey: fleet });
  return {
    async read(fleet) {
      const found = await rows.read(memoryKey(fleet));
      const memory: FleetMemory = isMemory(found?.value)
        ? found.value
        : { nextServer: 1, decisions: [], wishes: [] };
      return { memory, etag: found?.etag };
    },

    write(fleet, memory, etag) {
      const key = memoryKey(fleet);
      return etag === undefined ? rows.add(key, memory) : rows.replace(key, memory, etag);
    },

    async readProfile(fleet) {
      return (await rows.read(profileKey(fleet)))?.value as LoadProfile | undefined;
    },

    writeProfile: (fleet, profile) => rows.put(profileKey(fleet), profile),

    async names() {
      return (await rows.list({ partitionKey: memoriesPartition })).map(({ rowKey }) => rowKey);
    },

    async remove(fleet) {
      const ranges = [
        { partitionKey: fleet, prefix: sessionPrefix },
        { partitionKey: fleet, prefix: ticketPrefix },
        { partitionKey: pastPartition(fleet) },
      ];
      for (const range of ranges) {
        const { partitionKey } = range;
        await forEachConcurrently(await rows.list(range), removalsAtATime, ({ rowKey }) =>
          rows.remove({ partitionKey, rowKey }),
        );
      }
      await rows.remove(profileKey(fleet));
      // At last: by its memory a fleet is found again.
      await rows.remove(memoryKey(fleet));
    },
  };
}

function isMemory(value: unknown): value is FleetMemory {
  const { nextServer, decisions, wishes } = (value ?? {}) as Partial<FleetMemory>;
  return typeof nextServer === 'number' && Array.isArray(decisions) && Array.isArray(wishes);
}
