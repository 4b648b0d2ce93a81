import type { GameQueries } from '../ports/game-queries.ts';
import { gamedigPlayers } from './gamedig-players.ts';
import { teeworldsPlayers } from './teeworlds-players.ts';

/** Everything that one question takes, its repetition included. */
const defaultTimeoutMs = 3_000;

/** Asks the servers of hundreds of games, each over its own protocol. */
export function gameQueries({ timeoutMs = defaultTimeoutMs } = {}): GameQueries {
  return {
    async query({ game, ...server }) {
      const ask = game === 'teeworlds' ? teeworldsPlayers : (...args: Ask) => gamedigPlayers(game, ...args);
      const players = await ask(server, timeoutMs).catch(() => undefined);
      return players === undefined ? undefined : { players };
    },
  };
}

type Ask = Parameters<typeof teeworldsPlayers>;
