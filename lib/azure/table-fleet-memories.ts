import type { FleetMemory, LoadProfile } from '../../contract/fleets.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import type { FleetMemories } from '../ports/fleets.ts';
import { untilWritten } from '../until-written.ts';
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
import { serverNumbers } from './table-server-numbers.ts';

const removalsAtATime = 8;
/** Others write these rows for moments only, so one of so many tries meets nobody. */
const mostTries = 20;

/** What the loops of fleets remember as rows of a table. One that somebody spoiled by hand counts as none, and is written over. */
export function tableFleetMemories(account: TableAccount): FleetMemories {
  const rows = tableRows(account, fleetsTable);
  const numbers = serverNumbers(rows);
  const memoryKey = (fleet: string) => ({ partitionKey: memoriesPartition, rowKey: fleet });
  const profileKey = (fleet: string) => ({ partitionKey: profilesPartition, rowKey: fleet });
  return {
    async read(fleet) {
      const found = await rows.read(memoryKey(fleet));
      const memory: FleetMemory = isMemory(found?.value)
        ? found.value
        : { nextServer: await numbers.next(fleet), decisions: [], wishes: [] };
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
      await forgetMemory(fleet);
    },
  };

  /** The number is kept before the memory goes, so a crash in between loses none; whoever writes the memory meanwhile is heard. */
  function forgetMemory(fleet: string): Promise<void> {
    const key = memoryKey(fleet);
    return untilWritten(`The memory of fleet "${fleet}"`, mostTries, async () => {
      const found = await rows.read(key);
      if (!found) return;
      const { nextServer } = isMemory(found.value) ? found.value : { nextServer: 1 };
      if ((await numbers.keep(fleet, nextServer)) === 'conflict') return 'again';
      if ((await rows.removeUnchanged(key, found.etag)) === 'conflict') return 'again';
    });
  }
}

function isMemory(value: unknown): value is FleetMemory {
  const { nextServer, decisions, wishes } = (value ?? {}) as Partial<FleetMemory>;
  return typeof nextServer === 'number' && Array.isArray(decisions) && Array.isArray(wishes);
}
