/** Growing pauses in seconds: quick at first, because most failures are early; then gentle on ARM's read
 * limits and on the history of a container that runs for a day. */
const pauses = [3, 5, 8, 13, 20, 30, 30, 60, 60, 120];

/** Seconds until poll `n` (from 0): at least 3, because timers may fire a second early; at most 120. */
export function nextPollSeconds(n: number): number {
  return pauses[Math.min(n, pauses.length - 1)] ?? 120;
}
