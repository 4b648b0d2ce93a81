import type { PublishManyOutcome, SiteSummary } from '../../../contract/publishes.ts';

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
