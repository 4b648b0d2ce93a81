/** How much of the archived end is looked for in the next reading of the log. */
export const logOverlapChars = 2_000;

/**
 * What a reading of a container's log adds to what is archived. The service has no cursor: it answers with the last part of
 * the log (4 MB while the container runs, 16 KB after its end), so the archived end is looked for in it. Where it is no longer
 * there, something was lost in between, and the archive says so.
 */
export function logIncrement(archivedTail: string, reading: string): string {
  if (archivedTail === '') return reading;
  const overlap = reading.lastIndexOf(archivedTail);
  if (overlap !== -1) return reading.slice(overlap + archivedTail.length);
  // After the end the service cuts the log at its front: the archive may then reach back further than the reading does.
  if (archivedTail.endsWith(reading)) return '';
  const shared = longestSharedEnd(archivedTail, reading);
  return shared > 0 ? reading.slice(shared) : `\n[part of the log is missing here]\n${reading}`;
}

/** The length of the longest end of `archived` with which `reading` begins, of at least one whole line. */
function longestSharedEnd(archived: string, reading: string): number {
  for (let start = 0; start !== -1 && start < archived.length; start = nextLine(archived, start)) {
    const end = archived.slice(start);
    if (reading.startsWith(end)) return end.length;
  }
  return 0;
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? -1 : newline + 1;
}
