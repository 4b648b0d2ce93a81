import type { Job } from 'kubernetes-types/batch/v1.js';
import type { ContainerGroupSpec } from '../../../contract/container-specs.ts';
import type { FieldCause } from '../../../contract/field-causes.ts';
import type { JobSpec } from '../../../contract/jobs.ts';
import { completedJob } from './job-causes.ts';

/** How long a manifest waits for room: as a job of the catalog does. */
const queueDeadlineSeconds = 7_200;

/** How Kubernetes pauses between the pods of a job. */
const backoff = { backoffSeconds: 10, factor: 2, longestSeconds: 600 };

/** A pod as a job that is run once. */
export function jobOfPod(group: ContainerGroupSpec): JobSpec {
  return { group, queueDeadlineSeconds };
}

/** A job of Kubernetes as a job here: each pod that fails is a new attempt, or with several completions an item of an array. */
export type ManifestJob = {
  spec: JobSpec;
  /** How many times it is to succeed. */
  completions: number;
  parallelism: number;
};

/** What of a job needs its own object, and somebody who watches it. */
export function manifestCauses(job: Job): FieldCause[] {
  const { suspend, parallelism, completionMode } = completedJob(job);
  const remedy = 'Use kubectl, with the kubeconfig of GET /api/k8s/kubeconfig.';
  const causes: FieldCause[] = [];
  const refuse = (field: string, why: string): void => {
    causes.push({ field, reason: 'FieldValueNotSupported', message: `${why} ${remedy}` });
  };
  if (suspend) refuse('spec.suspend', 'A run begins at once, and nobody resumes it.');
  if (parallelism === 0) refuse('spec.parallelism', 'A run begins at once, and nobody resumes it.');
  if (completionMode === 'Indexed')
    refuse('spec.completionMode', 'The items of a run are told apart by their input, SLIPWAY_INPUT.');
  return causes;
}

export function manifestJob(job: Job, group: ContainerGroupSpec): ManifestJob {
  const { activeDeadlineSeconds, backoffLimit, completions, parallelism, ttlSecondsAfterFinished } =
    completedJob(job);
  const deadlines = [activeDeadlineSeconds, group.runningDeadlineSeconds].filter(
    (each) => each !== undefined,
  );
  return {
    spec: {
      group: {
        ...group,
        // A container that fails is replaced with its group, which is counted; Azure would start it again for ever.
        restartPolicy: 'Never',
        ...(deadlines.length > 0 ? { runningDeadlineSeconds: Math.min(...deadlines) } : {}),
        maxAttempts: backoffLimit + 1,
        retry: { ...backoff, exitCodes: 'any' },
      },
      queueDeadlineSeconds,
      ...(ttlSecondsAfterFinished === undefined
        ? {}
        : { timeToLiveMinutes: Math.max(1, Math.ceil(ttlSecondsAfterFinished / 60)) }),
    },
    completions: completions ?? 1,
    parallelism,
  };
}
