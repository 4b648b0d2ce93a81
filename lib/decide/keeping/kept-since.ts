import type { SharedShelf } from '../../../contract/keeping.ts';
import type { Retention } from '../../../contract/retention.ts';

const dayMs = 86_400_000;

/** The moments, in ISO, before which what is finished goes. */
export type KeptSince = {
  runs: string;
  logs: string;
  deliveries: string;
  /** What a build uploaded later may be wanted although nothing names it yet. */
  uploads: string;
};

export function keptSince({ runDays, logDays, deliveryDays }: Retention, nowMs: number): KeptSince {
  const ago = (days: number): string => new Date(nowMs - days * dayMs).toISOString();
  return { runs: ago(runDays), logs: ago(logDays), deliveries: ago(deliveryDays), uploads: ago(1) };
}

/** Each shelf whose things go by their age alone, with the moment before which they do. */
export function agedShelves(since: KeptSince): Array<{ shelf: SharedShelf; before: string }> {
  return [
    { shelf: { kind: 'deliveries' }, before: since.deliveries },
    { shelf: { kind: 'plans' }, before: since.runs },
    { shelf: { kind: 'cancellations' }, before: since.runs },
    { shelf: { kind: 'values' }, before: since.runs },
    { shelf: { kind: 'idempotencyKeys' }, before: since.runs },
    { shelf: { kind: 'rejectedEvents' }, before: since.runs },
    { shelf: { kind: 'logs' }, before: since.logs },
  ];
}
