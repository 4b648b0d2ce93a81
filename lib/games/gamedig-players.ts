/** A lost datagram is asked for once more. */
const attempts = 2;

/**
 * The players of a server of one of gamedig's games; rejects when it does not tell. Bots count where the protocol can't tell them
 * from people: better a server too many than somebody thrown out.
 */
export async function gamedigPlayers(
  game: string,
  { host, port }: { host: string; port: number },
  timeoutMs: number,
): Promise<number | undefined> {
  // Takes a fifth of a second to load, so only an app with a fleet that needs it does.
  const { GameDig } = await import('gamedig');
  const options = {
    type: game,
    host,
    port,
    // Without these it would ask the neighbouring ports too, and remember them for ever.
    givenPortOnly: true,
    portCache: false,
    // The names of the players are one question more.
    requestPlayers: false,
    maxRetries: attempts,
    attemptTimeout: timeoutMs / attempts,
    socketTimeout: timeoutMs / attempts,
  };
  const state = await GameDig.getInstance().query(options);
  const { numbots: bots = 0 } = state.raw as { numbots?: number };
  const players = Math.max(Number(state.numplayers) - Number(bots), state.players.length);
  return Number.isFinite(players) ? players : undefined;
}
