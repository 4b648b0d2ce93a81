import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function reportCommitStatus({
  commitStatuses,
  settings,
}: ActivityDependencies): ActivityHandlers['reportCommitStatus'] {
  return async ({ site, runId, sha, state, description }) => {
    const targetUrl = `${settings.publicUrl}/api/runs/${runId}`;
    try {
      await commitStatuses.report(site, { sha, state, description, targetUrl });
      return { kind: 'reported' };
    } catch (error) {
      return { kind: 'notReported', message: messageOf(error) };
    }
  };
}
