import { numbersPartition } from './fleet-keys.ts';
import type { TableRows } from './table-rows.ts';

/**
 * The number of the next server of a fleet that was forgotten. The tokens and the logs of servers outlive their fleet and go by the
 * names of servers, so it stays for good: a few bytes for each name that a fleet with servers had.
 */
export function serverNumbers(rows: Pick<TableRows, 'add' | 'read' | 'replace'>) {
  const keyOf = (fleet: string) => ({ partitionKey: numbersPartition, rowKey: fleet });
  return {
    /** The first, where none is kept. */
    async next(fleet: string): Promise<number> {
      return numberOf((await rows.read(keyOf(fleet)))?.value);
    },

    /** It never goes back: of one that is kept already, the higher stays. */
    async keep(fleet: string, nextServer: number): Promise<'written' | 'conflict'> {
      const key = keyOf(fleet);
      const kept = await rows.read(key);
      if (nextServer <= numberOf(kept?.value)) return 'written';
      return kept ? rows.replace(key, { nextServer }, kept.etag) : rows.add(key, { nextServer });
    },
  };
}

/** A row that somebody spoiled by hand counts as none. */
function numberOf(kept: unknown): number {
  const { nextServer } = (kept ?? {}) as { nextServer?: unknown };
  return typeof nextServer === 'number' ? nextServer : 1;
}
