/** The last time that was written: a turn writes the same one many times. */
let last = { ms: Number.NaN, text: '' };

/** ISO 8601 in UTC with trailing zeros of the fraction cut, as .NET's JSON writes a time. */
export function isoTime(ms: number): string {
  if (ms === last.ms) return last.text;
  const full = new Date(ms).toISOString();
  const text = full.endsWith('0Z') ? full.replace(/\.?0+Z$/, 'Z') : full;
  last = { ms, text };
  return text;
}

/** A status body's time: whole seconds, cut off. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The form in which history rows give the time of scheduling: with an offset instead of the Z. */
export function withOffset(isoText: string): string {
  return isoText.replace(/Z$/, '+00:00');
}
