import type { TaggedContainerGroup } from '../../../contract/containers.ts';
import type { RunState } from '../../../contract/runs.ts';

export type OrphanInput = {
  groups: readonly TaggedContainerGroup[];
  hub: string;
  states: Readonly<Record<string, RunState>>;
  /** Milliseconds since the epoch. */
  nowMs: number;
};

/**
 * The groups of this hub that nobody will delete any more: their run has ended or is unknown, or their deadline is over.
 * A group that is kept for a look at it is left alone until its time, even when its deadline is over before.
 */
export function orphansIn({ groups, hub, states, nowMs }: OrphanInput): TaggedContainerGroup[] {
  return groups.filter((group) => {
    if (group.hub !== hub) return false;
    if (isPast(group.keepUntil, nowMs) === false) return false;
    if (isPast(group.deadline, nowMs)) return true;
    const state = group.run === undefined ? 'unknown' : states[group.run];
    return state !== 'active' && state !== 'suspended';
  });
}

/** Undefined when there is no such time, or none that can be read. */
function isPast(iso: string | undefined, nowMs: number): boolean | undefined {
  const time = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? undefined : time <= nowMs;
}
