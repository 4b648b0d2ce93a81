import { describe, expect, test } from 'vitest';
import type { Metrics } from '../../lib/ports/metrics.ts';
import type { Tracing } from '../../lib/ports/tracing.ts';
import { traceIdOf } from '../../lib/traceparent.ts';

const callers = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** What the app relies on of any Tracing. */
export function tracingContract(name: string, make: () => Tracing): void {
  describe(`tracing of ${name}`, () => {
    test("hands what is done in a span the caller's trace, and answers what it answers", async () => {
      const tracing = make();
      const seen = await tracing.span({ name: 'a', kind: 'server', parent: callers }, async (own) => own);
      expect(traceIdOf(seen)).toBe(traceIdOf(callers));
    });

    test('throws what is thrown in a span', async () => {
      const failing = make().span({ name: 'a', kind: 'internal' }, () =>
        Promise.reject(new Error('no room')),
      );
      await expect(failing).rejects.toThrow('no room');
    });

    test('takes what is no trace for none', async () => {
      const seen = await make().span({ name: 'a', kind: 'server' }, async (own) => own);
      expect(seen === undefined || traceIdOf(seen) !== undefined).toBe(true);
    });
  });
}

/** What the app relies on of any Metrics; `told` is what came out, by the name of each number. */
export function metricsContract(
  name: string,
  make: () => { metrics: Metrics; told: () => Promise<Record<string, number>> },
): void {
  describe(`metrics of ${name}`, () => {
    test('are told, each of them', async () => {
      const { metrics, told } = make();
      metrics.publishEnded({
        site: 'blog',
        outcome: 'published',
        seconds: 12,
        phases: [{ phase: 'building', seconds: 9 }],
      });
      metrics.containersAlive({ westeurope: 3 });
      metrics.orphanDeleted();
      metrics.roomGranted({ region: 'westeurope', priority: 'production', waitedSeconds: 4 });
      metrics.serverAllocated({ fleet: 'arena', outcome: 'allocated', seconds: 0.25 });
      expect(await told()).toEqual({
        'slipway.publish.duration': 12,
        'slipway.publish.phase.duration': 9,
        'slipway.containers.alive': 3,
        'slipway.orphans.deleted': 1,
        'slipway.budget.wait': 4,
        'slipway.fleet.allocation.duration': 0.25,
      });
    });
  });
}
