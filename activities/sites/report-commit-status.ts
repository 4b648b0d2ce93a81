import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { runUrl } from '../../lib/run-url.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function reportCommitStatus({
  commitStatuses,
  settings,
}: ActivityDependencies): ActivityHandlers['reportCommitStatus'] {
  return async ({ site, runId, sha, state, description }) => {
    const targetUrl = runUrl(settings.publicUrl, runId);
    try {
      await commitStatuses.report(site, { sha, state, description, targetUrl });
      return { kind: 'reported' };
    } catch (error) {
      return { kind: 'notReported', message: messageOf(error) };
    }
  };
}
