import type { Choice } from '../../contract/lanes.ts';
import { isBeingCleaned, notPublished, postponed, started } from '../../lib/decide/lanes/lane-row.ts';
import { overdueAt } from '../../lib/decide/lanes/overdue-at.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import { weighWant } from '../../lib/lanes/weigh-want.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: the row changes only while the want that was weighed is still the next one. */
export function chooseCommit(deps: ActivityDependencies): ActivityHandlers['chooseCommit'] {
  const { catalogs, clock, lanes } = deps;
  return async ({ site: name }): Promise<Choice> => {
    const { row } = await lanes.read(name);
    const { want } = row;
    if (!want || row.building) return { kind: 'nothing' };
    const site = await catalogs.site(name);
    const weighed = await weighWant(deps, { site, name, want, row });
    const now = clock.now().toISOString();

    const after = await updateLane(deps, name, (current) => {
      if (current.want?.runId !== want.runId || current.building) return current;
      if (weighed.kind === 'unavailable') return postponed(current, weighed.message, now);
      if (weighed.kind === 'dropped') return notPublished(current, want.runId, weighed.reason, weighed.head);
      if (!site || isBeingCleaned(current, now)) return current;
      const building = { want, sha: weighed.sha, startedAt: now, overdueAt: overdueAt(site, now) };
      return started(current, building, weighed.isHead);
    });
    if (weighed.kind === 'unavailable') return weighed;
    if (weighed.kind === 'dropped')
      return { kind: 'dropped', runId: want.runId, message: weighed.reason.message };
    if (after.building?.want.runId !== want.runId) return { kind: 'nothing' };
    return { kind: 'publish', runId: want.runId, sha: weighed.sha };
  };
}
