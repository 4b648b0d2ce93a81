import type { PublishManyOutcome, SiteSummary } from '../../../contract/publishes.ts';

/** How a publish of many ended, by its counts. */
export function statusOfMany({
  failed,
  cancelled,
}: Pick<PublishManyOutcome, 'failed' | 'cancelled'>): 'failed' | 'cancelled' | 'succeeded' {
  if (failed > 0) return 'failed';
  return cancelled > 0 ? 'cancelled' : 'succeeded';
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
