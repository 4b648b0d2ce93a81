import type { BuildReport } from '../../../contract/build.ts';
import type { ContainerOutcome } from '../../../contract/containers.ts';

/** How a container ended by its own final report, which counts before anything Azure shows. */
export function reportOutcome(report: BuildReport): ContainerOutcome {
  return report.kind === 'succeeded'
    ? { kind: 'succeeded', report }
    : { kind: 'failed', exitCode: report.exitCode, message: report.message, report };
}
