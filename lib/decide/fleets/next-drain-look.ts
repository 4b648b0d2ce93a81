/** Players leave when they like: soon at first, so that an empty server costs no more, later gentle on the history. */
const pauses = [5, 5, 5, 10, 10, 20];

/** Seconds until a server that drains is looked at for the `n`th time again (from 0). */
export function nextDrainLookSeconds(n: number): number {
  return pauses[Math.min(n, pauses.length - 1)] ?? 20;
}
