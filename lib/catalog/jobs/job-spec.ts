import type { ContainerGroupSpec } from '../../../contract/container-specs.ts';
import type { JobSpec } from '../../../contract/jobs.ts';
import { groupPlacements, groupShape } from '../groups/group-shape.ts';
import type { WrittenJob } from './job-fields.ts';

/** What is run, from what people wrote. `locations` are the regions of jobs that name none. */
export function jobSpec(
  written: WrittenJob,
  { job, locations }: { job?: string | undefined; locations: readonly string[] },
): JobSpec {
  const {
    queueDeadlineSeconds,
    provisioningDeadlineSeconds,
    deadlineSeconds,
    retries,
    keepOnFailureMinutes,
    output,
    timeToLiveMinutes,
    ...writtenGroup
  } = written;
  const { attempts, exitCodes = [], ...pauses } = retries;
  const group: ContainerGroupSpec = {
    ...groupShape(writtenGroup),
    name: job === undefined ? 'job' : `job-${job}`,
    placements: groupPlacements(writtenGroup, locations),
    reports: 'slipway',
    provisioningDeadlineSeconds,
    runningDeadlineSeconds: deadlineSeconds,
    maxAttempts: attempts,
    retry: { ...pauses, exitCodes },
    keepOnFailureMinutes,
  };
  return {
    group,
    queueDeadlineSeconds,
    ...(output && { output }),
    ...(timeToLiveMinutes === undefined ? {} : { timeToLiveMinutes }),
  };
}
