const shortestSeconds = 5;
const longestSeconds = 60;

/** Seconds until look `n` (from 0) at a run whose end is told: only what was lost is found so. Doubles from 5 to 60. */
export function nextLookSeconds(n: number): number {
  return Math.min(shortestSeconds * 2 ** n, longestSeconds);
}
