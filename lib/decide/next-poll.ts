/** Growing pauses in seconds: quick at first, because most failures are early; then gentle on ARM's read limits. */
const pauses = [3, 5, 8, 13, 20, 30];

/** Seconds until poll `n` (from 0): at least 3, because timers may fire a second early; at most 30. */
export function nextPollSeconds(n: number): number {
  return pauses[Math.min(n, pauses.length - 1)] ?? 30;
}
