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

/** Whether more items did not succeed than may; undefined while not. */
export function tooManyFailures(
  counts: ItemCounts,
  { items, allowFailures }: { items: number; allowFailures: number },
): ItemsStop | undefined {
  const failures = failuresIn(counts);
  if (failures <= allowFailures) return undefined;
  const may = allowFailures === 0 ? 'none may' : `at most ${allowFailures} may`;
  return { kind: 'failed', message: `${failures} of ${items} items did not succeed; ${may}.` };
}

/** How a run of many jobs ended. What is allowed to fail is no failure of an array; of a graph nothing is. */
export function itemsOutcome(
  { counts }: ItemBoard,
  { items, stop, allowFailures = 0 }: { items: number; stop?: ItemsStop | undefined; allowFailures?: number },
): JobItemsOutcome {
  const failures = failuresIn(counts);
  const unmet = failures > allowFailures || counts.skipped > 0;
  const kind = stop?.kind ?? (unmet ? 'failed' : 'succeeded');
  const parts = [`${counts.succeeded} of ${items} items succeeded`];
  if (failures > 0) parts.push(`${failures} did not`);
  if (counts.skipped > 0) parts.push(`${counts.skipped} were not started`);
  const message = stop ? `${stop.message} ${parts.join(', ')}.` : `${parts.join(', ')}.`;
  return { kind, message, counts };
}

function failuresIn({ failed, cancelled, terminated }: ItemCounts): number {
  return failed + cancelled + terminated;
}
