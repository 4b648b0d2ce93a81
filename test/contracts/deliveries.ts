import { describe, expect, test } from 'vitest';
import type { Deliveries, DeliveryRecord } from '../../lib/ports/deliveries.ts';

const record = (run: string): DeliveryRecord => ({
  receivedAt: '2026-01-01T00:00:00.000Z',
  runs: [{ id: run, site: 'blog', sha: 'c0ffee'.padEnd(40, '0') }],
});

/** What the app relies on of any Deliveries. */
export function deliveriesContract(name: string, make: () => Deliveries): void {
  describe(`deliveries of ${name}`, () => {
    test('accept the first claim of an id and show it to the second', async () => {
      const deliveries = make();
      expect(await deliveries.claim('github-1', record('first'))).toEqual({ kind: 'new' });
      expect(await deliveries.claim('github-1', record('second'))).toEqual({
        kind: 'duplicate',
        record: record('first'),
      });
      expect(await deliveries.claim('github-2', record('other'))).toEqual({ kind: 'new' });
    });

    test('accept one of many simultaneous claims, and all losers see the winner', async () => {
      const deliveries = make();
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, n) => deliveries.claim('github-many', record(`run-${n}`))),
      );
      const winner = claims.findIndex(({ kind }) => kind === 'new');
      expect(claims.filter(({ kind }) => kind === 'new')).toHaveLength(1);
      for (const claim of claims) {
        if (claim.kind === 'duplicate') expect(claim.record).toEqual(record(`run-${winner}`));
      }
    });
  });
}
