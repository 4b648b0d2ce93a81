/**
 * Growing pauses in seconds: a container that reports nothing is found to have ended within about a quarter of the time it took;
 * later they are gentle on ARM's read limits and on the history of a container that runs for a day.
 */
const pauses = [3, 3, 4, 5, 7, 9, 12, 16, 21, 28, 40, 60, 60, 120];

/** For those that wait for room, who are woken when there is some. */
const roomPauses = [5, 10, 20, 30, 60];

/** Seconds until poll `n` (from 0): at least 3, because timers may fire a second early; at most 120. */
export function nextPollSeconds(n: number): number {
  return pauses[Math.min(n, pauses.length - 1)] ?? 120;
}

/** Seconds until a run that waits for room asks for the `n`th time again (from 0). */
export function nextRoomPollSeconds(n: number): number {
  return roomPauses[Math.min(n, roomPauses.length - 1)] ?? 60;
}
