import type { Fleet, Server } from '../../../contract/fleets.ts';
import type { ListPrices } from '../../../contract/jobs.ts';

/** What the servers cost by the hour, those that exist. One of a region with sizes of its own costs what those do. */
export function hourlyPrice(
  servers: ReadonlyArray<Pick<Server, 'region' | 'state'>>,
  { spec: { group } }: Fleet,
  { vcpuHour, memoryGbHour }: ListPrices,
): number {
  const live = servers.filter(({ state }) => state !== 'gone');
  const sum = live.reduce((total, { region }) => {
    const sizes = group.placements.find((placement) => placement.region === region)?.sizes ?? {};
    return group.containers.reduce((all, { name, cpu, memoryGb }) => {
      const size = sizes[name] ?? { cpu, memoryGb };
      return all + size.cpu * vcpuHour + size.memoryGb * memoryGbHour;
    }, total);
  }, 0);
  return Math.round(sum * 1e6) / 1e6;
}
