import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** The catalog's bound on attempts; the newest attempt that left a report counts. */
const mostAttempts = 10;

export function readBuildReport({ releases }: ActivityDependencies): ActivityHandlers['readBuildReport'] {
  return async ({ site, runId }) => {
    for (let attempt = mostAttempts; attempt >= 1; attempt--) {
      const report = await releases.readBuildReport(site, runId, attempt);
      if (report) return { report };
    }
    return {};
  };
}
