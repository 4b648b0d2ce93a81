import { makingRoom, notPublished, postponed } from '../../lib/decide/lanes/lane-row.ts';
import { cancelRun } from '../../lib/lanes/cancel-run.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import { weighWant } from '../../lib/lanes/weigh-want.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a publish that was told already is told the same again. */
export function cancelForNewer(deps: ActivityDependencies): ActivityHandlers['cancelForNewer'] {
  const { catalogs, clock, documents, lanes } = deps;
  return async ({ site: name }, { runs }) => {
    const { row } = await lanes.read(name);
    const { building, want } = row;
    if (!building || !want) return { kind: 'nothing' };
    const weighed = await weighWant(deps, { site: await catalogs.site(name), name, want, row });
    if (weighed.kind === 'publish') {
      // The mark first: should this be cut short, the row still asks for it.
      await cancelRun({ documents, runs }, building.want.runId, `Makes room for ${weighed.sha.slice(0, 7)}.`);
      await updateLane(deps, name, (current) => makingRoom(current, want.runId));
      return { kind: 'publish', runId: want.runId, sha: weighed.sha };
    }
    await updateLane(deps, name, (current) =>
      weighed.kind === 'unavailable'
        ? postponed(current, weighed.message, clock.now().toISOString())
        : notPublished(current, want.runId, weighed.reason, weighed.head),
    );
    return weighed.kind === 'unavailable'
      ? weighed
      : { kind: 'dropped', runId: want.runId, message: weighed.reason.message };
  };
}
