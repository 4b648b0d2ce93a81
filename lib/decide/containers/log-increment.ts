/** How much of the archived end is looked for in the next reading of the log. */
export const logOverlapChars = 2_000;

/** Shorter than this, an overlap that begins within a line may be chance. */
const surestOverlapChars = 32;

export type LogIncrementInput = {
  /** The last `logOverlapChars` characters of the archive. */
  archivedTail: string;
  /** The size of the whole archive, in UTF-8. */
  archivedBytes: number;
  /** The log as the service has it now. */
  reading: string;
};

/**
 * What a reading of a container's log adds to what is archived. The service has no cursor: it answers with the last part of
 * the log (4 MB while the container runs, 16 KB after its end). As long as nothing was cut at the front, the size of the archive
 * says where the new part begins, even in a log that repeats itself. Otherwise the archived end is looked for. Where it is no
 * longer there, something was lost in between, and the archive says so.
 */
export function logIncrement({ archivedTail, archivedBytes, reading }: LogIncrementInput): string {
  if (archivedBytes === 0) return reading;
  const exact = partBehind(reading, archivedBytes, archivedTail);
  if (exact !== undefined) return exact;

  const overlap = reading.lastIndexOf(archivedTail);
  if (overlap !== -1) return reading.slice(overlap + archivedTail.length);
  // After the end the service cuts the log at its front: the archive may then reach back further than the reading does.
  if (archivedTail.endsWith(reading)) return '';
  const shared = longestSharedEnd(archivedTail, reading);
  return shared > 0 ? reading.slice(shared) : `\n[part of the log is missing here]\n${reading}`;
}

/** The text behind the first `bytes` bytes; undefined unless those end with `tail`. */
function partBehind(text: string, bytes: number, tail: string): string | undefined {
  const encoder = new TextEncoder();
  const encoded = encoder.encode(text);
  const expected = encoder.encode(tail);
  const start = bytes - expected.length;
  if (encoded.length < bytes || start < 0) return undefined;
  if (!expected.every((byte, index) => byte === encoded[start + index])) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoded.subarray(bytes));
}

/** The length of the longest end of `archived` with which `reading` begins; a short one must be whole lines. */
function longestSharedEnd(archived: string, reading: string): number {
  for (let start = 0; start < archived.length; start++) {
    const end = archived.slice(start);
    const isSure = end.length >= surestOverlapChars || start === 0 || archived[start - 1] === '\n';
    if (isSure && reading.startsWith(end)) return end.length;
  }
  return 0;
}
