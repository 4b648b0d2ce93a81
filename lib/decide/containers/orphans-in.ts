import type { TaggedContainerGroup } from '../../../contract/containers.ts';
import type { RunState } from '../../../contract/runs.ts';
import { removalRunId } from '../../ids.ts';
import { isAlive } from '../is-alive.ts';

export type OrphanInput = {
  groups: readonly TaggedContainerGroup[];
  hub: string;
  /** Of the runs of `runsToAsk`. */
  states: Readonly<Record<string, RunState>>;
  /** Milliseconds since the epoch. */
  nowMs: number;
};

/** The runs whose state decides whether a group of this hub is an orphan: its owner, and whoever removes it already. */
export function runsToAsk(groups: readonly TaggedContainerGroup[], hub: string): string[] {
  const ours = groups.filter(({ owner }) => owner.hub === hub);
  return [
    ...new Set(
      ours.flatMap(({ name, owner }) => [removalRunId(name), ...(owner.kind === 'run' ? [owner.id] : [])]),
    ),
  ];
}

/**
 * The groups of this hub that nobody will delete any more: their owner does not need them, or their deadline is over.
 * A group that is kept for a look at it is left alone until its time, even when its deadline is over before; and so is one whose
 * removal is under way, because the end of its log is archived first.
 */
export function orphansIn({ groups, hub, states, nowMs }: OrphanInput): TaggedContainerGroup[] {
  return groups.filter((group) => {
    if (group.owner.hub !== hub) return false;
    if (isAlive(states[removalRunId(group.name)])) return false;
    if (isPast(group.keepUntil, nowMs) === false) return false;
    if (isPast(group.deadline, nowMs)) return true;
    return !isNeeded[group.owner.kind](group, states);
  });
}

/** Whether the owner of a group still needs it, by the kind of owner. */
const isNeeded: Record<
  TaggedContainerGroup['owner']['kind'],
  (group: TaggedContainerGroup, states: OrphanInput['states']) => boolean
> = {
  run: ({ owner }, states) => isAlive(states[owner.id]),
  // A fleet counts its own servers, and a person says when.
  fleet: () => true,
  person: () => true,
};

/** Undefined when there is no such time, or none that can be read. */
function isPast(iso: string | undefined, nowMs: number): boolean | undefined {
  const time = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? undefined : time <= nowMs;
}
