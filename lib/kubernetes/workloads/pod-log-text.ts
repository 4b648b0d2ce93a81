import type { PodLogOptions } from '../kube-workloads.ts';

/** The last lines, as `tail -n` counts them. */
export function lastLines(text: string, count: number | undefined): string {
  if (count === undefined) return text;
  const lines = text.split(/(?<=\n)/);
  return count === 0 ? '' : lines.slice(-count).join('');
}

/** From when on lines are wanted, in milliseconds since the epoch. */
export function sinceMs({ sinceSeconds, sinceTime }: PodLogOptions, nowMs: number): number | undefined {
  if (sinceTime !== undefined) return Date.parse(sinceTime);
  return sinceSeconds === undefined ? undefined : nowMs - sinceSeconds * 1_000;
}

/** The lines of a log with times that are new enough, with their times or without. */
export function linesSince(timed: string, since: number | undefined, keepsTimes: boolean): string {
  const lines = timed.split(/(?<=\n)/).filter((line) => line !== '');
  const wanted: string[] = [];
  let isWanted = since === undefined;
  for (const line of lines) {
    const [, time, rest] = /^(\S+) (.*)$/s.exec(line) ?? [];
    const atMs = time === undefined ? Number.NaN : Date.parse(time);
    // A line without a time goes with the one before.
    if (since !== undefined && !Number.isNaN(atMs)) isWanted = atMs >= since;
    if (isWanted) wanted.push(keepsTimes || Number.isNaN(atMs) || rest === undefined ? line : rest);
  }
  return wanted.join('');
}

/** What a log has more than before; all of it where the part before is no longer there. */
export function addedText(before: string, after: string): string {
  if (after.startsWith(before)) return after.slice(before.length);
  const end = before.slice(-2_000);
  const at = after.lastIndexOf(end);
  return at === -1 ? after : after.slice(at + end.length);
}

/** At most so many bytes of what comes. */
export async function* limited(
  text: AsyncIterable<string>,
  bytes: number | undefined,
): AsyncGenerator<string> {
  let left = bytes ?? Number.POSITIVE_INFINITY;
  for await (const part of text) {
    const encoded = Buffer.from(part);
    if (encoded.byteLength < left) {
      yield part;
      left -= encoded.byteLength;
      continue;
    }
    yield encoded.subarray(0, left).toString();
    return;
  }
}
