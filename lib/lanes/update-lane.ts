import type { LaneRow } from '../../contract/lanes.ts';
import { mostDropped } from '../decide/lanes/lane-row.ts';
import { droppedRow } from '../decide/runs/run-row.ts';
import type { Clock } from '../ports/clock.ts';
import type { Lanes } from '../ports/lanes.ts';
import type { RunIndex } from '../ports/run-index.ts';
import { untilWritten } from '../until-written.ts';

export type LaneStore = { lanes: Lanes; runIndex: RunIndex; clock: Clock };

/** Others write the row for moments only, so one of so many tries meets nobody. */
const mostTries = 20;

/**
 * Changes the row of a site by a pure rule, which is asked again when somebody else was faster; answers the row as it is then.
 * What the row has no room for any more is recorded before it is let go.
 */
export function updateLane(
  { lanes, runIndex, clock }: LaneStore,
  site: string,
  change: (row: LaneRow) => LaneRow,
): Promise<LaneRow> {
  return untilWritten(`The lane of site "${site}"`, mostTries, async () => {
    const { row, etag } = await lanes.read(site);
    const changed = change(row);
    if (changed === row) return row;
    const overflow = changed.dropped.slice(0, -mostDropped);
    for (const each of overflow) await runIndex.put(droppedRow(site, each, clock.now().toISOString()));
    const next = { ...changed, dropped: changed.dropped.slice(overflow.length) };
    return (await lanes.write(site, next, etag)) === 'written' ? next : 'again';
  });
}
