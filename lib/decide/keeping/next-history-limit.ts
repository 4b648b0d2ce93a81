/** So much of a hub's past is purged at a time: the service does it in one call, however long that takes. */
const stepMs = 3_600_000;

/**
 * Until when histories are purged in the next step: in steps of an hour from where the one before came to, up to `limit`. The
 * first step takes all that there is. Each begins at the beginning of time, so that a run that ended late goes, too.
 */
export function nextHistoryLimit(purgedBefore: string | undefined, limit: string): string {
  if (purgedBefore === undefined || purgedBefore >= limit) return limit;
  const next = new Date(Date.parse(purgedBefore) + stepMs).toISOString();
  return next < limit ? next : limit;
}
