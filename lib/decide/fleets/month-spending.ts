import type { Fleet, FleetMemory, ObservedServer } from '../../../contract/fleets.ts';
import type { ListPrices } from '../../../contract/jobs.ts';
import { hourlyPrice } from './hourly-price.ts';

/**
 * What the servers of a fleet have cost this month by the list prices: since the last look, for each container group that is
 * there. They count with the size that the fleet has now.
 */
export function monthSpending(
  spent: FleetMemory['spent'],
  servers: readonly ObservedServer[],
  fleet: Fleet,
  prices: ListPrices,
  now: string,
): NonNullable<FleetMemory['spent']> {
  const month = now.slice(0, 7);
  const known = spent?.month === month ? spent : { amount: 0, at: `${month}-01T00:00:00.000Z` };
  const costs = servers
    .filter(({ group }) => group)
    .map((server) => {
      const from = Math.max(Date.parse(known.at), Date.parse(server.since.creating ?? now));
      const hours = Math.max(Date.parse(now) - from, 0) / 3_600_000;
      return hours * hourlyPrice([server], fleet, prices);
    });
  const amount = costs.reduce((sum, cost) => sum + cost, known.amount);
  return { month, amount: Math.round(amount * 1e9) / 1e9, at: now };
}
