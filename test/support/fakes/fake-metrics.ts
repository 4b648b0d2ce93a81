import type { Metrics } from '../../../lib/ports/metrics.ts';

/** Every number that was told, in order, under the name that it has outside. */
export class FakeMetrics implements Metrics {
  readonly told: Array<{ name: string; value: number; of?: string }> = [];

  publishEnded({ site, seconds, phases }: Parameters<Metrics['publishEnded']>[0]): void {
    this.#note('publish.duration', seconds, site);
    for (const { phase, seconds: took } of phases) this.#note('publish.phase.duration', took, phase);
  }

  containersAlive(byRegion: Parameters<Metrics['containersAlive']>[0]): void {
    for (const [region, groups] of Object.entries(byRegion)) this.#note('containers.alive', groups, region);
  }

  orphanDeleted(): void {
    this.#note('orphans.deleted', 1);
  }

  roomGranted({ region, waitedSeconds }: Parameters<Metrics['roomGranted']>[0]): void {
    this.#note('budget.wait', waitedSeconds, region);
  }

  serverAllocated({ fleet, seconds }: Parameters<Metrics['serverAllocated']>[0]): void {
    this.#note('fleet.allocation.duration', seconds, fleet);
  }

  #note(name: string, value: number, of?: string): void {
    this.told.push({ name: `slipway.${name}`, value, ...(of !== undefined && { of }) });
  }
}
