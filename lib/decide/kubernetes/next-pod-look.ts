/** People wait for a pod that starts; one that runs is looked at with an eye on Azure's limits, and on what a look costs. */
const pauses = { Pending: [2, 2, 3, 3, 5, 5, 10], Running: [2, 3, 5, 5, 10, 10, 20, 30] };

/** Seconds until the `n`th look (from 0) at a pod in this phase: at least 2, because timers may fire a second early. */
export function nextPodLookSeconds(phase: keyof typeof pauses, n: number): number {
  const of = pauses[phase];
  return of[Math.min(n, of.length - 1)] ?? 30;
}
