/** Asks game servers, which need know nothing of us, how many play on them: over their games' own protocols. */
export interface GameQueries {
  /**
   * Undefined when nothing that tells the number of players came back within a few seconds, whatever the reason; never throws.
   */
  query(server: GameServer): Promise<{ players: number } | undefined>;
}

export type GameServer = {
  /** An id of the `gamedig` library (`openarena`, `minecraft`, `counterstrike2` ...), or `teeworlds`. */
  game: string;
  host: string;
  /** The one that is asked; some games answer on another than the one that is played on. */
  port: number;
};
