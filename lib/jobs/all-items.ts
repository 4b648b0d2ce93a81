import type { ItemQuery, RunRow } from '../../contract/runs.ts';
import type { RunIndex } from '../ports/run-index.ts';

const rowsAtATime = 200;

/** The items of an array or a graph that were started, however many there are. */
export async function allItems(
  runIndex: Pick<RunIndex, 'listItems'>,
  parent: string,
  statuses?: ItemQuery['statuses'],
): Promise<RunRow[]> {
  const found: RunRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await runIndex.listItems({
      parent,
      top: rowsAtATime,
      ...(statuses ? { statuses } : {}),
      ...(cursor ? { cursor } : {}),
    });
    found.push(...page.rows);
    cursor = page.cursor;
  } while (cursor);
  return found;
}
