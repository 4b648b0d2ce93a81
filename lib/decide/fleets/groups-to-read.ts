import type { Fleet, Server } from '../../../contract/fleets.ts';

/** Reads of the management API that one look may cost, of each sort. */
const mostMissing = 20;
const mostClose = 5;

export type GroupsToRead = {
  /** Not in the list, though they should be there. */
  missing: string[];
  /** To be looked at closely: whether their containers run is in no list. */
  close: string[];
  /** Not in the list, and of too many to be read now. */
  unread: string[];
};

/** The servers whose groups are read one by one: those that seem to be gone or ill, and of the others a few in turn. */
export function groupsToRead(
  servers: readonly Server[],
  listed: { has(name: string): boolean },
  { fleet, nowMs }: { fleet: Fleet | undefined; nowMs: number },
): GroupsToRead {
  const isThere = ({ state, runningAt }: Server): boolean =>
    state === 'creating' ? runningAt !== undefined : state !== 'failed' && state !== 'gone';
  const alive = servers.filter(isThere);
  const gone = alive.filter(({ name }) => !listed.has(name)).map(({ name }) => name);
  const there = alive.filter(({ name, state }) => listed.has(name) && state !== 'draining');
  const ill = there.filter(({ state }) => state === 'unhealthy');
  // A server that tells of itself is looked at once it does so no more.
  const others = fleet?.spec.health.kind === 'running' ? there.filter((server) => !ill.includes(server)) : [];
  const lookMs = (fleet?.spec.lookSeconds ?? 15) * 1_000;
  const close = [...ill, ...inTurn(others, mostClose, Math.floor(nowMs / lookMs))].slice(0, mostClose);
  return {
    missing: gone.slice(0, mostMissing),
    close: close.map(({ name }) => name),
    unread: gone.slice(mostMissing),
  };
}

/** Others at each turn, until all had theirs. */
function inTurn<T>(items: readonly T[], count: number, turn: number): T[] {
  if (items.length <= count) return [...items];
  const from = (turn * count) % items.length;
  return [...items, ...items].slice(from, from + count);
}
