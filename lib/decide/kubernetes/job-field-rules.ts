import { type FieldRules, mapped, noEffect, only, refused } from './field-rules.ts';

/** Every field of a JobSpec. */
export const jobFieldRules: FieldRules = {
  activeDeadlineSeconds: mapped,
  backoffLimit: mapped,
  completionMode: only(['NonIndexed', 'Indexed'], 'There is no other mode.'),
  completions: mapped,
  parallelism: mapped,
  suspend: mapped,
  template: mapped,
  ttlSecondsAfterFinished: mapped,

  selector: noEffect('pods are found by their owner'),
  manualSelector: only([false], 'Pods are found by their owner.'),
  managedBy: only(['kubernetes.io/job-controller'], 'Slipway runs the job itself.'),
  podReplacementPolicy: only(['TerminatingOrFailed'], 'A pod is replaced as soon as it has failed.'),

  backoffLimitPerIndex: refused('Failures are counted over the whole job: use backoffLimit.'),
  maxFailedIndexes: refused('Failures are counted over the whole job: use backoffLimit.'),
  podFailurePolicy: refused('All failures are counted alike: use backoffLimit.'),
  successPolicy: refused('A job has succeeded when all its completions have.'),
};
