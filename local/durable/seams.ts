/**
 * Where a process may die: a turn is written but not committed; it is committed, but nobody has heard of it and nothing
 * it scheduled has begun; or all that was committed has been acknowledged and the next group has not been written.
 */
export type CrashPoint = 'afterHistoryAppend' | 'beforeAcknowledging' | 'betweenCommits';

/** One turn in a group of changes; counts from 0 for each execution. */
export type CommittedTurn = { instanceId: string; turn: number };

/** Where a test bench reaches into a running engine. Nothing else sets these. */
export type Seams = {
  /** How often an event that a client raises arrives: 0 loses it, 2 repeats it. */
  copiesOf?(instanceId: string, eventName: string): number;
  /** Asked at each point with the turns of the group; true: the process dies here, the engine does nothing more. */
  crashesAt?(point: CrashPoint, turns: readonly CommittedTurn[]): boolean;
};
