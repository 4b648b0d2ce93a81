import type { ItemCounts, ItemsStop, JobItemsOutcome } from '../../../contract/job-items.ts';
import type { ItemBoard } from './item-board.ts';

export type ItemsStep =
  | { kind: 'start'; items: number[] }
  /** Those that run are told to end. */
  | { kind: 'cancel'; items: number[] }
  /** Until an item ends. */
  | { kind: 'wait' }
  | { kind: 'over' };

/** So many items are started by one activity, which on Azure may take some minutes. */
const startsAtATime = 50;

/** What a run of many jobs does next. */
export function itemsStep(
  board: ItemBoard,
  { parallelism, stop }: { parallelism: number; stop: ItemsStop | undefined },
): ItemsStep {
  const { running } = board;
  if (stop && !stop.told && running.length > 0) return { kind: 'cancel', items: running };
  const items = stop ? [] : board.ready(Math.min(parallelism - running.length, startsAtATime));
  if (items.length > 0) return { kind: 'start', items };
  return { kind: running.length > 0 ? 'wait' : 'over' };
}

/** Why no more is started when more items have failed than may; undefined while they have not. */
export function tooManyFailures(counts: ItemCounts, allowFailures: number): ItemsStop | undefined {
  if (failuresIn(counts) <= allowFailures) return undefined;
  return {
    kind: 'failed',
    message:
      allowFailures === 0
        ? 'Stopped, because none may fail'
        : `Stopped, because only ${allowFailures} may fail`,
  };
}

/** How a run of many jobs ended. Of an array as many may fail as are allowed; of a graph none. */
export function itemsOutcome(
  { counts }: ItemBoard,
  {
    items,
    stop,
    allowFailures = 0,
  }: { items: number; stop?: ItemsStop | undefined; allowFailures?: number | undefined },
): JobItemsOutcome {
  const failures = failuresIn(counts);
  const isMissed = failures > allowFailures || counts.skipped > 0;
  const parts = [`${counts.succeeded} of ${items} succeeded`];
  if (failures > 0) parts.push(`${failures} did not`);
  if (counts.skipped > 0) parts.push(`${counts.skipped} never started`);
  const summary = `${parts.join(', ')}.`;
  return {
    kind: stop?.kind ?? (isMissed ? 'failed' : 'succeeded'),
    message: stop ? `${stop.message.replace(/\.$/, '')}: ${summary}` : summary,
    counts,
  };
}

function failuresIn({ failed, cancelled, terminated }: ItemCounts): number {
  return failed + cancelled + terminated;
}
