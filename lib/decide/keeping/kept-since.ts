import type { SharedShelf } from '../../../contract/keeping.ts';
import type { Retention } from '../../../contract/retention.ts';

const dayMs = 86_400_000;

/** The moments, in ISO, before which what is finished goes. */
export type KeptSince = { runs: string; logs: string; deliveries: string };

export function keptSince({ runDays, logDays, deliveryDays }: Retention, nowMs: number): KeptSince {
  const ago = (days: number): string => new Date(nowMs - days * dayMs).toISOString();
  return { runs: ago(runDays), logs: ago(logDays), deliveries: ago(deliveryDays) };
}

/** Each shelf whose things go by their age alone, with the moment before which they do. */
export function agedShelves(since: KeptSince): Array<{ shelf: SharedShelf; before: string }> {
  return [
    { shelf: { kind: 'deliveries' }, before: since.deliveries },
    { shelf: { kind: 'plans' }, before: since.runs },
    { shelf: { kind: 'cancellations' }, before: since.runs },
    { shelf: { kind: 'idempotencyKeys' }, before: since.runs },
    { shelf: { kind: 'logs' }, before: since.logs },
  ];
}
