import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../contract/activities.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { knownSite } from '../../lib/promotion/known-site.ts';

export function reportCommitStatus({
  catalogs,
  commitStatuses,
  settings,
}: ActivityDependencies): ActivityHandlers['reportCommitStatus'] {
  return async ({ site, runId, sha, state, description }) => {
    const targetUrl = `${settings.publicUrl}/api/runs/${runId}`;
    try {
      await commitStatuses.report(await knownSite(catalogs, site), { sha, state, description, targetUrl });
      return { kind: 'reported' };
    } catch (error) {
      return { kind: 'notReported', message: messageOf(error) };
    }
  };
}
