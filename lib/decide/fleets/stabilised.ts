import type { FleetMemory, FleetSpec } from '../../../contract/fleets.ts';

type Wishes = FleetMemory['wishes'];

/** More changes of mind than that within a window are not kept apart. */
const mostWishes = 100;

/**
 * How many servers a wish comes to: a higher one is followed as far as it has lasted, and so is a lower one. Each entry of
 * `wishes` holds until the next.
 */
export function stabilised({
  wish,
  servers,
  wishes,
  stabilisation: { upSeconds, downSeconds },
  now,
}: {
  wish: number;
  /** As many as there are. */
  servers: number;
  wishes: Wishes;
  stabilisation: FleetSpec['stabilisation'];
  now: string;
}): { servers: number; wishes: Wishes } {
  const all = wishes.at(-1)?.servers === wish ? wishes : [...wishes, { at: now, servers: wish }];
  const within = (seconds: number): number[] => lasting(all, Date.parse(now) - seconds * 1_000, servers);
  const kept = all.slice(firstOf(all, Date.parse(now) - Math.max(upSeconds, downSeconds) * 1_000));
  return {
    servers:
      wish > servers
        ? Math.max(servers, Math.min(...within(upSeconds)))
        : Math.min(servers, Math.max(...within(downSeconds))),
    wishes: kept.slice(-mostWishes),
  };
}

/** The wishes of a window, with the one that held at its begin; as many servers as there are where none did yet. */
function lasting(wishes: Wishes, since: number, servers: number): number[] {
  const first = firstOf(wishes, since);
  const begun = wishes[first];
  const unknown = begun !== undefined && Date.parse(begun.at) > since;
  return [...(unknown ? [servers] : []), ...wishes.slice(first).map((each) => each.servers)];
}

/** The index of the wish that held at that moment, or of the first after it. */
function firstOf(wishes: Wishes, since: number): number {
  const index = wishes.findLastIndex(({ at }) => Date.parse(at) <= since);
  return Math.max(index, 0);
}
