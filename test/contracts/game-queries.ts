import { describe, expect, onTestFinished, test } from 'vitest';
import type { GameQueries, GameServer } from '../../lib/ports/game-queries.ts';

export type GameQueriesUnderTest = {
  queries: GameQueries;
  /** Serves a game with so many players. */
  serve(players: number): Promise<GameServer>;
  /** A place where something listens and never says a word. */
  silent(): Promise<GameServer>;
  /** A place where something answers what is no answer. */
  babbling(): Promise<GameServer>;
  close(): void;
};

/** What the app relies on of any GameQueries. */
export function gameQueriesContract(name: string, make: () => GameQueriesUnderTest): void {
  const started = () => {
    const underTest = make();
    onTestFinished(() => underTest.close());
    return underTest;
  };

  describe(`the game queries of ${name}`, () => {
    test('tell how many play on a server', async () => {
      const { queries, serve } = started();
      for (const players of [0, 1, 12, 200])
        expect(await queries.query(await serve(players))).toEqual({ players });
    });

    test('tell servers apart that are asked at once', async () => {
      const { queries, serve } = started();
      const servers = await Promise.all([3, 1, 4, 1, 5].map(serve));
      const answers = await Promise.all(servers.map((server) => queries.query(server)));
      expect(answers.map((answer) => answer?.players)).toEqual([3, 1, 4, 1, 5]);
    });

    test('know nothing of a server that does not answer', async () => {
      const { queries, silent } = started();
      expect(await queries.query(await silent())).toBeUndefined();
    });

    test('know nothing of a server that answers something else', async () => {
      const { queries, babbling } = started();
      expect(await queries.query(await babbling())).toBeUndefined();
    });

    test('know nothing of a server that can not be found, or a game that nobody knows', async () => {
      const { queries, serve } = started();
      const server = await serve(1);
      expect(await queries.query({ ...server, host: 'nowhere.invalid' })).toBeUndefined();
      expect(await queries.query({ ...server, game: 'a game that nobody knows' })).toBeUndefined();
    });
  });
}
