import type { PublishManyOutcome, SiteSummary } from '../../../contract/publishes.ts';

/** The items in groups of at most so many, in order. */
export function batchesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );
}

export function sumOf(sites: SiteSummary[]): PublishManyOutcome {
  const count = (outcome: SiteSummary['outcome']): number =>
    sites.filter((site) => site.outcome === outcome).length;
  return {
    published: count('published'),
    superseded: count('superseded'),
    skipped: count('skipped'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    sites,
  };
}
