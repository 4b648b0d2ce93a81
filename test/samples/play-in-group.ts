import { expect, onTestFinished } from 'vitest';
import { gameQueries } from '../../lib/games/game-queries.ts';
import type { GameServer } from '../../lib/ports/game-queries.ts';
import { QuakePlayer } from '../../samples/servers/bots/quake-player.ts';
import { TeeworldsPlayer } from '../../samples/servers/bots/teeworlds-player.ts';
import type { TestArm } from '../local/arm/support/start-test-arm.ts';

export type RealGame = {
  game: string;
  image: string;
  port: number;
  join(server: GameServer, name: string): Promise<Player>;
};
type Player = { entered: Promise<void>; leave(): void };

/** Real games, with players that speak their protocols. */
export const realGames: RealGame[] = [
  { game: 'teeworlds', image: 'slipway/teeworlds:1', port: 8303, join: TeeworldsPlayer.join },
  { game: 'openarena', image: 'slipway/openarena:1', port: 27_960, join: QuakePlayer.join },
];

/** Starts a server as a container group, lets players come and go, and checks that it is asked how many they are. */
export async function playInGroup(arm: TestArm, { game, image, port, join }: RealGame): Promise<void> {
  const ports = [{ port, protocol: 'UDP' as const }];
  await arm.create('game', {
    location: 'westeurope',
    osType: 'Linux',
    containers: [{ name: 'main', image, ports, resources: { requests: { cpu: 1, memoryInGB: 1 } } }],
    ipAddress: { type: 'Public', ports },
  });
  await arm.until('game', (found) => found?.state === 'Running');
  const host = (await arm.get('game')).ipAddress?.ip ?? '';
  expect(host).toMatch(/^127\.(?!0\.0\.1)/);

  const server: GameServer = { game, host, port };
  await untilPlayers(server, 0);
  const players = await Promise.all(['ada', 'grace', 'mary'].map((name) => join(server, name)));
  onTestFinished(() => {
    for (const player of players.splice(0)) player.leave();
  });
  await Promise.all(players.map(({ entered }) => entered));
  expect(await queries.query(server)).toEqual({ players: 3 });

  players.shift()?.leave();
  await untilPlayers(server, 2);
}

const queries = gameQueries();

async function untilPlayers(server: GameServer, players: number): Promise<void> {
  for (;;) {
    if ((await queries.query(server))?.players === players) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
