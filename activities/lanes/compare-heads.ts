import { messageOf } from '../../lib/errors.ts';
import { publishRunId } from '../../lib/ids.ts';
import { wantPublish } from '../../lib/lanes/want-publish.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Makes good a webhook that was lost. Idempotent: the id of the run comes from the commit and the one before it. */
export function compareHeads(deps: ActivityDependencies): ActivityHandlers['compareHeads'] {
  const { catalogs, clock, commits, lanes } = deps;
  return async ({ site: name }, { runs }) => {
    const site = await catalogs.site(name);
    const { head, want } = (await lanes.read(name)).row;
    if (!site || !head || want) return { kind: 'unknown' };
    try {
      const lookup = await commits.find(site, { kind: 'branchHead' });
      if (lookup.kind === 'notFound') return { kind: 'unknown', message: lookup.message };
      const { sha } = lookup.commit;
      if (sha === head.sha && !head.lost) return { kind: 'same' };
      await wantPublish(deps, runs, name, {
        runId: publishRunId(name, `head:${sha}:after:${head.runId}`),
        ref: { kind: 'branchHead' },
        cause: 'backstop',
        requestedAt: clock.now().toISOString(),
        pushed: sha,
      });
      return { kind: 'wanted' };
    } catch (error) {
      // The next comparison comes by itself.
      return { kind: 'unknown', message: messageOf(error) };
    }
  };
}
