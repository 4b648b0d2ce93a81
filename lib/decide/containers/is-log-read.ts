import type { ContainerRunRequest } from '../../../contract/container-runs.ts';
import type { ContainerEnd, ReportedResult } from '../../../contract/containers.ts';

/**
 * Whether somebody reads the log of an attempt as soon as it has ended: people that of a failure, and a job's output may be its
 * last line. That of another success is completed by the removal.
 */
export function isLogRead(
  { readsLogs }: Pick<ContainerRunRequest, 'readsLogs'>,
  { kind, result, storedResult }: Pick<ContainerEnd, 'kind'> & ReportedResult,
): boolean {
  if (kind !== 'succeeded' || readsLogs === 'always') return true;
  return readsLogs === 'withoutResult' && result === undefined && storedResult === undefined;
}
