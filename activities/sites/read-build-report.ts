import { buildReportSchema } from '../../lib/build-report.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** A result that is no build report is none: a container of another making may have ended well without a release. */
export function readBuildReport({ releases }: ActivityDependencies): ActivityHandlers['readBuildReport'] {
  return async ({ site, runId, attempt, result }) => {
    const reported = buildReportSchema.safeParse(result);
    const report = reported.success ? reported.data : await releases.readBuildReport(site, runId, attempt);
    return report ? { report } : {};
  };
}
