import type { ServerBeat } from '../../contract/fleets.ts';
import { SlipwayError } from '../errors.ts';
import type { ServerBeats } from '../ports/fleets.ts';
import type { TableAccount } from './table-account.ts';
import { tableRows } from './table-rows.ts';

/** Each loses to another one that writes to the same server at that moment, and reads again. */
const mostAttempts = 30;

/** What servers told last as rows of a table of their own: the partition is the fleet. */
export function tableServerBeats(account: TableAccount): ServerBeats {
  const rows = tableRows(account, 'slipwaybeats');
  const keyOf = (fleet: string, server: string) => ({ partitionKey: fleet, rowKey: server });
  const changing = async (
    fleet: string,
    server: string,
    change: (before: ServerBeat | undefined) => ServerBeat,
  ): Promise<ServerBeat> => {
    const key = keyOf(fleet, server);
    for (let count = 0; count < mostAttempts; count += 1) {
      const found = await rows.read(key);
      const beat = change(isBeat(found?.value) ? found.value : undefined);
      const result = found ? await rows.replace(key, beat, found.etag) : await rows.add(key, beat);
      if (result === 'written') return beat;
    }
    throw new SlipwayError(
      'azure-unavailable',
      `Too many write at once what the server "${server}" tells; try again.`,
    );
  };

  return {
    async list(fleet) {
      const found = await rows.list({ partitionKey: fleet });
      return new Map(found.flatMap(({ rowKey, value }) => (isBeat(value) ? [[rowKey, value] as const] : [])));
    },

    async read(fleet, server) {
      const found = await rows.read(keyOf(fleet, server));
      return isBeat(found?.value) ? found.value : undefined;
    },

    write: (fleet, server, beat) => rows.put(keyOf(fleet, server), beat),

    merge: (fleet, server, beat) => changing(fleet, server, (before) => ({ ...before, ...beat })),

    async add(fleet, server, sessions, at) {
      const { sessions: sum = 0 } = await changing(fleet, server, (before) => ({
        ...before,
        at,
        sessions: Math.max(0, (before?.sessions ?? 0) + sessions),
      }));
      return sum;
    },

    remove: (fleet, server) => rows.remove(keyOf(fleet, server)),
  };
}

function isBeat(value: unknown): value is ServerBeat {
  return typeof (value as Partial<ServerBeat> | undefined)?.at === 'string';
}
