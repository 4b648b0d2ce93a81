import type { Fleet, FleetMemory, ObservedServer } from '../../../contract/fleets.ts';
import type { ListPrices } from '../../../contract/jobs.ts';

/**
 * What the servers of a fleet have cost this month by the list prices: since the last look, for each container group that is
 * there. They count with the size that the fleet has now.
 */
export function monthSpending(
  spent: FleetMemory['spent'],
  servers: readonly ObservedServer[],
  { spec }: Fleet,
  { vcpuHour, memoryGbHour }: ListPrices,
  now: string,
): NonNullable<FleetMemory['spent']> {
  const month = now.slice(0, 7);
  const known = spent?.month === month ? spent : { amount: 0, at: `${month}-01T00:00:00.000Z` };
  const perHour = spec.group.containers.reduce(
    (sum, { cpu, memoryGb }) => sum + cpu * vcpuHour + memoryGb * memoryGbHour,
    0,
  );
  const hours = servers
    .filter(({ group }) => group)
    .map(({ since }) => Date.parse(now) - Math.max(Date.parse(known.at), Date.parse(since.creating ?? now)))
    .reduce((sum, ms) => sum + Math.max(ms, 0) / 3_600_000, 0);
  return { month, amount: Math.round((known.amount + hours * perHour) * 1e6) / 1e6, at: now };
}
