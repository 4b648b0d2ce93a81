import { odata, type TransactionAction } from '@azure/data-tables';
import type { Allocation, AllocationTicket, Server } from '../../contract/fleets.ts';
import type { FleetSessions, StoredAllocation } from '../ports/fleet-sessions.ts';
import type { StoredServer } from '../ports/fleets.ts';
import { fleetsTable, serverKey, sessionKey, sessionPrefix, ticketKey, ticketPrefix } from './fleet-keys.ts';
import type { TableAccount } from './table-account.ts';
import { type TableRow, tableEntity, tableRows } from './table-rows.ts';

/** Places and callers that wait as rows of a table, beside the servers: the partition is the fleet. */
export function tableFleetSessions(account: TableAccount): FleetSessions {
  const rows = tableRows(account, fleetsTable);
  const listOf = async (fleet: string, filter: string, limit?: number): Promise<StoredAllocation[]> => {
    const range = { partitionKey: fleet, prefix: sessionPrefix, filter };
    const found = await rows.list(limit === undefined ? range : { ...range, limit });
    return found.flatMap((row) => storedAllocation(row) ?? []);
  };

  return {
    async read(fleet, session) {
      const found = await rows.read(sessionKey(fleet, session));
      return found && storedAllocation(found);
    },

    async change(fleet, { servers, add, remove, seated }) {
      const actions: TransactionAction[] = [
        ...servers.map(({ server, etag }): TransactionAction => {
          const entity = tableEntity(serverKey(fleet, server.name), server);
          return ['update', entity, 'Replace', { etag }];
        }),
        ...add.map((allocation): TransactionAction => {
          const key = sessionKey(fleet, allocation.session);
          return ['create', tableEntity(key, allocation, propertiesOf(allocation))];
        }),
        ...remove.map((session): TransactionAction => ['delete', sessionKey(fleet, session)]),
        ...seated.map((session): TransactionAction => ['delete', ticketKey(fleet, session)]),
      ];
      const etags = await rows.transact(actions);
      if (etags === 'conflict') return { kind: 'conflict' };
      const written = await Promise.all(
        servers.map(({ server }, index) => withEtag(fleet, server, etags[index])),
      );
      return { kind: 'written', servers: written.flatMap((each) => each ?? []) };
    },

    renew(allocation, etag) {
      const key = sessionKey(allocation.fleet, allocation.session);
      return rows.replace(key, allocation, etag, propertiesOf(allocation));
    },

    drop: ({ fleet, session }, etag) => rows.removeUnchanged(sessionKey(fleet, session), etag),

    expired: (fleet, now, limit) => listOf(fleet, odata`expiresAt le ${now}`, limit),

    of: (fleet, server) => listOf(fleet, odata`server eq ${server}`),

    async readTicket(fleet, session) {
      return (await rows.read(ticketKey(fleet, session)))?.value as AllocationTicket | undefined;
    },

    addTicket: (ticket) => rows.add(ticketKey(ticket.fleet, ticket.session), ticket),

    removeTicket: (fleet, session) => rows.remove(ticketKey(fleet, session)),

    async tickets(fleet) {
      const found = await rows.list({ partitionKey: fleet, prefix: ticketPrefix });
      return found
        .flatMap(({ value }) => (value as AllocationTicket | undefined) ?? [])
        .sort((one, other) => (one.requestedAt < other.requestedAt ? -1 : 1));
    },
  };

  /** The answer to a transaction names the new ETags; a service that leaves one out is asked for the row. */
  async function withEtag(
    fleet: string,
    server: Server,
    etag: string | undefined,
  ): Promise<StoredServer | undefined> {
    if (etag !== undefined) return { server, etag };
    const found = await rows.read(serverKey(fleet, server.name));
    return found && { server: found.value as Server, etag: found.etag };
  }
}

function storedAllocation({ value, etag }: Pick<TableRow, 'value' | 'etag'>): StoredAllocation | undefined {
  return value === undefined ? undefined : { allocation: value as Allocation, etag };
}

function propertiesOf({ server, expiresAt }: Allocation): Record<string, string> {
  return { server, expiresAt };
}
