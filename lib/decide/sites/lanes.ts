/** Deals items round robin into at most `count` lanes: lane n gets items n, n + count, ... Empty lanes are left out. */
export function dealIntoLanes<T>(items: readonly T[], count: number): T[][] {
  const lanes = Math.min(count, items.length);
  return Array.from({ length: lanes }, (_, lane) => items.filter((_, index) => index % lanes === lane));
}
