import { describe, expect, onTestFinished, test } from 'vitest';
import { fleetsTable } from '../../../lib/azure/fleet-keys.ts';
import { type TableAccount, tableAccount } from '../../../lib/azure/table-account.ts';
import { tableFleetMemories } from '../../../lib/azure/table-fleet-memories.ts';
import { tableFleetServers } from '../../../lib/azure/table-fleet-servers.ts';
import { tableFleetSessions } from '../../../lib/azure/table-fleet-sessions.ts';
import { tableServerBeats } from '../../../lib/azure/table-server-beats.ts';
import { tableStoredFleets } from '../../../lib/azure/table-stored-fleets.ts';
import { fleetSessionsContract } from '../../contracts/fleet-sessions.ts';
import { fleetsContract } from '../../contracts/fleets.ts';
import { storedFleetsContract } from '../../contracts/stored-fleets.ts';
import { after, aServer } from '../../support/a-server.ts';
import { FakeFleetMemories } from '../../support/fakes/fake-fleet-memories.ts';
import { FakeFleetServers } from '../../support/fakes/fake-fleet-servers.ts';
import { FakeFleetSessions } from '../../support/fakes/fake-fleet-sessions.ts';
import { FakeServerBeats } from '../../support/fakes/fake-server-beats.ts';
import { FakeStoredFleets } from '../../support/fakes/fake-stored-fleets.ts';
import { useTableStorage } from '../../support/table-storage.ts';

const tables = useTableStorage();

/** Each test has tables of its own. */
function freshTables(): TableAccount {
  const account = tableAccount(tables.storage());
  onTestFinished(async () => {
    for (const name of [fleetsTable, 'slipwaybeats']) await account.table(name).deleteTable();
  });
  return account;
}

function tableStores() {
  const account = freshTables();
  return {
    servers: tableFleetServers(account),
    beats: tableServerBeats(account),
    memories: tableFleetMemories(account),
    sessions: tableFleetSessions(account),
  };
}

function fakeStores() {
  const servers = new FakeFleetServers();
  const sessions = new FakeFleetSessions(servers);
  return {
    servers,
    beats: new FakeServerBeats(),
    memories: new FakeFleetMemories(servers, sessions),
    sessions,
  };
}

fleetsContract('table storage', tableStores);
fleetsContract('memory', fakeStores);
fleetSessionsContract('table storage', tableStores);
fleetSessionsContract('memory', fakeStores);
storedFleetsContract('table storage', () => tableStoredFleets(freshTables()));
storedFleetsContract('memory', () => new FakeStoredFleets());

test('rows that somebody spoiled by hand hide no others, and a spoiled memory is written over', async () => {
  const account = freshTables();
  const servers = tableFleetServers(account);
  await servers.add(aServer(1));
  const spoil = (partitionKey: string, rowKey: string) =>
    account.table(fleetsTable).upsertEntity({ partitionKey, rowKey, document: '{"na' }, 'Replace');
  await spoil('arena', 'server-arena-0');
  await spoil('arena', 'session-a');
  await spoil('arena', 'ticket-a');
  await spoil('!memories', 'arena');
  expect((await servers.list('arena')).map(({ server }) => server.name)).toEqual(['arena-1']);
  expect(await servers.read('arena', 'arena-0')).toBeUndefined();
  expect(await tableFleetSessions(account).tickets('arena')).toEqual([]);
  const memories = tableFleetMemories(account);
  const { memory, etag } = await memories.read('arena');
  expect(memory).toEqual({ nextServer: 1, decisions: [], wishes: [] });
  expect(await memories.write('arena', { ...memory, nextServer: 2 }, etag)).toBe('written');
});

describe('the numbers of a fleet that is forgotten', () => {
  const memory = { nextServer: 3, decisions: [], wishes: [] };
  const rowsOf = async (account: TableAccount): Promise<string[]> => {
    const rows: string[] = [];
    for await (const { partitionKey, rowKey } of account.table(fleetsTable).listEntities())
      rows.push(`${partitionKey}/${rowKey}`);
    return rows;
  };
  /** Of another process, to which something happens before it deletes a memory. */
  const memoriesWith = (happens: () => Promise<unknown>) => {
    const account = tableAccount(tables.storage());
    const table = account.table(fleetsTable);
    const deleteEntity = table.deleteEntity.bind(table);
    table.deleteEntity = async (partitionKey, rowKey, options) => {
      if (partitionKey === '!memories') await happens();
      return deleteEntity(partitionKey, rowKey, options);
    };
    return tableFleetMemories(account);
  };

  test('are kept before its memory goes, so that a crash in between repeats none', async () => {
    const account = freshTables();
    const memories = tableFleetMemories(account);
    await memories.write('arena', memory, undefined);
    const dying = memoriesWith(() => Promise.reject(new Error('The process dies.')));
    await expect(dying.remove('arena')).rejects.toThrow('The process dies.');
    expect(await rowsOf(account)).toEqual(['!memories/arena', '!numbers/arena']);

    const { memory: kept, etag } = await memories.read('arena');
    expect(kept).toEqual(memory);
    await memories.write('arena', { ...kept, nextServer: 5 }, etag);
    await memories.remove('arena');
    expect(await rowsOf(account)).toEqual(['!numbers/arena']);
    expect((await memories.read('arena')).memory.nextServer).toBe(5);
  });

  test('are those that its memory had at the very last', async () => {
    const memories = tableFleetMemories(freshTables());
    await memories.write('arena', memory, undefined);
    const later = [5, 9];
    const slow = memoriesWith(async () => {
      const nextServer = later.shift();
      const { etag } = await memories.read('arena');
      if (nextServer !== undefined) await memories.write('arena', { ...memory, nextServer }, etag);
    });
    await slow.remove('arena');
    expect(await memories.names()).toEqual([]);
    expect((await memories.read('arena')).memory.nextServer).toBe(9);
  });

  test('go on although somebody spoiled its new memory by hand', async () => {
    const account = freshTables();
    const memories = tableFleetMemories(account);
    await memories.write('arena', memory, undefined);
    await memories.remove('arena');
    const spoiled = { partitionKey: '!memories', rowKey: 'arena', document: '{"na' };
    await account.table(fleetsTable).upsertEntity(spoiled, 'Replace');
    expect((await memories.read('arena')).memory.nextServer).toBe(3);
    await memories.remove('arena');
    expect((await memories.read('arena')).memory.nextServer).toBe(3);
  });

  test('leave nothing of a fleet that never had a server', async () => {
    const account = freshTables();
    const memories = tableFleetMemories(account);
    await memories.write('arena', { ...memory, nextServer: 1 }, undefined);
    await memories.remove('arena');
    await memories.remove('duel');
    expect(await rowsOf(account)).toEqual([]);
  });
});

test('servers that have long been gone are forgotten with the next one that goes', async () => {
  const servers = tableFleetServers(freshTables());
  const goneAfter = (number: number, seconds: number) =>
    aServer(number, { state: 'gone', since: { gone: after(seconds) } });
  await servers.retire(goneAfter(1, 0));
  await servers.retire(goneAfter(2, 86_400));
  await servers.retire(goneAfter(3, 86_400 * 30 + 60));
  expect((await servers.past('arena', 5)).map(({ number }) => number)).toEqual([3, 2]);
});
