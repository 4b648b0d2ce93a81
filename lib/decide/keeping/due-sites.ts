/** The most that one clean-up takes on; the next one takes the others, because it begins with who waits longest. */
const mostAtOnce = 50;

/** The sites whose releases were not looked through since `before`, those first that wait longest. */
export function sitesToCollect(
  sites: readonly string[],
  collectedAt: Readonly<Record<string, string>>,
  before: string,
): string[] {
  const last = (site: string): string => collectedAt[site] ?? '';
  return sites
    .filter((site) => last(site) < before)
    .sort((one, other) => (last(one) < last(other) ? -1 : last(one) > last(other) ? 1 : 0))
    .slice(0, mostAtOnce);
}

/** Those whose time has come, those first that wait longest. */
export function dueFirst<T extends { dueAt: string }>(waiting: readonly T[], now: string): T[] {
  return waiting
    .filter(({ dueAt }) => dueAt <= now)
    .sort((one, other) => (one.dueAt < other.dueAt ? -1 : one.dueAt > other.dueAt ? 1 : 0))
    .slice(0, mostAtOnce);
}
