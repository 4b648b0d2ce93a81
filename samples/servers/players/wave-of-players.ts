/** Players that come, the most of them in the middle of the wave, and stay for a while. */
export type Wave = { players: number; seconds: number };

/** How long somebody stays on average, as a share of the wave. */
const stay = 0.2;

/** When the players of a wave come and how long each of them stays, in seconds; never more than `players` are there at once. */
export function waveOfPlayers(
  { players, seconds }: Wave,
  random: () => number,
): Array<{ at: number; stays: number }> {
  const meanStay = seconds * stay;
  // Somewhat more than leave again, so that the height is reached.
  const arrivalsPerSecond = (1.3 * players) / meanStay;
  const arrivals: Array<{ at: number; stays: number }> = [];
  // Candidates come at the rate of the height of the wave; each is taken with the share of that which its time has.
  for (let at = waiting(); at < seconds; at += waiting()) {
    const height = Math.sin((Math.PI * at) / seconds) ** 2;
    const there = arrivals.filter((player) => player.at + player.stays > at).length;
    if (there < players && random() < height) arrivals.push({ at, stays: meanStay * (0.5 + random()) });
  }
  return arrivals;

  function waiting(): number {
    return -Math.log(1 - random()) / arrivalsPerSecond;
  }
}
