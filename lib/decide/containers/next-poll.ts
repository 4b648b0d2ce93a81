/**
 * Growing pauses in seconds: quick at first, because most failures are early; then gentle on ARM's read limits and on the
 * history of a container that runs for a day.
 */
const pauses = [3, 5, 8, 13, 20, 30, 30, 60, 60, 120];

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
