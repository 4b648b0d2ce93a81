import { once } from 'node:events';
import { WebSocket } from 'ws';
import { QuakePlayer } from '../bots/quake-player.ts';
import { TeeworldsPlayer } from '../bots/teeworlds-player.ts';
import type { Place } from './fleet-client.ts';

/** Somebody who is in the game. */
export type Player = { leave(): void };

/** Comes into the game of a server; without a game's name it is our session server, over WebSocket. */
export async function joinGame(game: string | undefined, place: Place, name: string): Promise<Player> {
  const server = { host: place.address, port: place.ports[0]?.port ?? 0 };
  if (game === undefined) return joinSessionServer(server, name);
  const player = await (game === 'teeworlds' ? TeeworldsPlayer : QuakePlayer).join(server, name);
  await player.entered;
  return player;
}

async function joinSessionServer(
  { host, port }: { host: string; port: number },
  name: string,
): Promise<Player> {
  const socket = new WebSocket(`ws://${host}:${port}/?name=${encodeURIComponent(name)}`);
  await once(socket, 'open');
  // A server that ends takes its players along; there is nothing to be done about it here.
  socket.on('error', () => {});
  return { leave: () => socket.close() };
}
