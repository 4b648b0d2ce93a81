import type { Meter } from '@opentelemetry/api';
import type { Metrics } from '../ports/metrics.ts';

/** From what nobody notices to what somebody should look at. */
const bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3_600];

/** The named metrics of the app. docs/operations.md lists them. */
export function meteredMetrics(meter: Meter): Metrics {
  const seconds = (name: string, description: string) =>
    meter.createHistogram(name, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: bounds },
    });
  const publishes = seconds('slipway.publish.duration', 'From the start of a publish to its end');
  const phases = seconds('slipway.publish.phase.duration', 'One phase of a publish');
  const waits = seconds('slipway.budget.wait', 'How long a container group waited for room');
  const allocations = seconds('slipway.fleet.allocation.duration', 'How long a caller waited for an answer');
  const alive = meter.createGauge('slipway.containers.alive', {
    description: 'Container groups of this app, seen by the last sweep',
    unit: '{group}',
  });
  const orphans = meter.createCounter('slipway.orphans.deleted', {
    description: 'Container groups that only the sweep deleted',
    unit: '{group}',
  });
  return {
    publishEnded(publish) {
      const { site, outcome } = publish;
      publishes.record(publish.seconds, { site, outcome });
      for (const each of publish.phases) phases.record(each.seconds, { site, outcome, phase: each.phase });
    },
    containersAlive(byRegion) {
      for (const [region, groups] of Object.entries(byRegion)) alive.record(groups, { region });
    },
    orphanDeleted: () => orphans.add(1),
    roomGranted: ({ region, priority, waitedSeconds }) => waits.record(waitedSeconds, { region, priority }),
    serverAllocated: ({ fleet, outcome, seconds: took }) => allocations.record(took, { fleet, outcome }),
  };
}
