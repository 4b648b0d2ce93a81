import { expect, onTestFinished, test } from 'vitest';
import { gameQueries } from '../../../lib/games/game-queries.ts';
import type { GameServer } from '../../../lib/ports/game-queries.ts';
import { type GameQueriesUnderTest, gameQueriesContract } from '../../contracts/game-queries.ts';
import { FakeGameQueries } from '../../support/fakes/fake-game-queries.ts';
import { quake3StandIn, type StandIn, standIn, teeworldsStandIn } from '../../support/game-stand-ins.ts';

/** For servers that never answer. Those that do have all the time that a busy machine takes. */
const silenceMs = 300;
const patienceMs = 20_000;

gameQueriesContract("gamedig's games", () => overUdp('openarena', quake3StandIn));
gameQueriesContract('Teeworlds', () => overUdp('teeworlds', teeworldsStandIn));
gameQueriesContract('memory', inMemory);

test('ask again when a datagram is lost', async () => {
  const { socket, ...server } = await teeworldsStandIn(2, { loses: 1 });
  onTestFinished(() => void socket.close());
  expect(await gameQueries({ timeoutMs: 1_800 }).query({ game: 'teeworlds', ...server })).toEqual({
    players: 2,
  });
});

test('hear at once that nobody listens', async () => {
  const { socket, ...server } = await standIn(() => undefined);
  socket.close();
  const queries = gameQueries({ timeoutMs: patienceMs });
  expect(await queries.query({ game: 'teeworlds', ...server })).toBeUndefined();
});

test('do not count the bots of a game that tells them from people', async () => {
  const info = Buffer.concat([
    Buffer.from('\xff\xff\xff\xffI\x11Stand-in\0de_dust2\0cstrike\0Game\0', 'latin1'),
    // The app's id, then players, places, bots, a dedicated server on Linux, no password, secured.
    Buffer.from([240, 0, 7, 16, 4, 0x64, 0x6c, 0, 1]),
    Buffer.from('1.0\0', 'latin1'),
  ]);
  const { socket, ...server } = await standIn(() => info);
  onTestFinished(() => void socket.close());
  expect(await gameQueries().query({ game: 'css', ...server })).toEqual({ players: 3 });
});

function overUdp(game: string, start: (players: number) => Promise<StandIn>): GameQueriesUnderTest {
  const sockets: StandIn['socket'][] = [];
  const hopeless = new Set<number>();
  const kept = async (starting: Promise<StandIn>): Promise<GameServer> => {
    const { socket, ...server } = await starting;
    sockets.push(socket);
    return { game, ...server };
  };
  const inVain = async (starting: Promise<StandIn>): Promise<GameServer> => {
    const server = await kept(starting);
    hopeless.add(server.port);
    return server;
  };
  return {
    queries: {
      query: (server) =>
        gameQueries({ timeoutMs: hopeless.has(server.port) ? silenceMs : patienceMs }).query(server),
    },
    serve: (players) => kept(start(players)),
    silent: () => inVain(standIn(() => undefined)),
    babbling: () => inVain(standIn((datagram) => Buffer.concat([datagram, Buffer.from('nonsense')]))),
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

function inMemory(): GameQueriesUnderTest {
  const queries = new FakeGameQueries();
  let port = 27_960;
  const server = (): GameServer => ({ game: 'openarena', host: '10.0.0.1', port: port++ });
  return {
    queries,
    async serve(players) {
      const served = server();
      queries.set(served, players);
      return served;
    },
    silent: async () => server(),
    babbling: async () => server(),
    close: () => {},
  };
}
