import type { GameQueries, GameServer } from '../../../lib/ports/game-queries.ts';

/** Answers for the servers that were told to it, and for no others. */
export class FakeGameQueries implements GameQueries {
  readonly #players = new Map<string, number>();
  /** Every question, answered or not. */
  readonly asked: GameServer[] = [];

  /** From now on; undefined: it is silent. */
  set(server: GameServer, players: number | undefined): void {
    if (players === undefined) this.#players.delete(keyOf(server));
    else this.#players.set(keyOf(server), players);
  }

  query: GameQueries['query'] = async (server) => {
    this.asked.push(server);
    const players = this.#players.get(keyOf(server));
    return players === undefined ? undefined : { players };
  };
}

const keyOf = ({ game, host, port }: GameServer): string => `${game} ${host}:${port}`;
