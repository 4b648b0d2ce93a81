import type { Job, JobSpec } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { FieldCause } from '../../../contract/field-causes.ts';
import { checkFields } from './field-rules.ts';
import { Findings } from './findings.ts';
import { jobFieldRules } from './job-field-rules.ts';
import type { PodContext } from './pod-context.ts';
import { type PodMapping, podToGroup } from './pod-to-group.ts';

/** A job as Kubernetes completes it. */
export function completedJob({ spec }: Job): JobSpec & { parallelism: number; backoffLimit: number } {
  const template = spec?.template ?? {};
  return { ...spec, template, parallelism: spec?.parallelism ?? 1, backoffLimit: spec?.backoffLimit ?? 6 };
}

/** The group of each pod of a job, with mistakes and references by their place in the job. */
export function jobToGroup(job: Job, context: PodContext): PodMapping {
  const found = new Findings();
  const spec = completedJob(job);
  checkFields(found, 'spec', spec, jobFieldRules);
  for (const name of ['activeDeadlineSeconds', 'backoffLimit', 'completions', 'parallelism'] as const) {
    const value = spec[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0))
      found.refuse(`spec.${name}`, 'Must be a whole number, 0 or more.', 'FieldValueInvalid');
  }
  const policy = spec.template.spec?.restartPolicy;
  if (policy !== 'Never' && policy !== 'OnFailure')
    found.refuse('spec.template.spec.restartPolicy', 'A job ends, so this must be Never or OnFailure.');
  if (spec.completionMode === 'Indexed' && spec.completions === undefined)
    found.refuse('spec.completions', 'An indexed job says how many indexes there are.', 'FieldValueRequired');

  const mapping = podToGroup(podOf(job), context);
  const causes: FieldCause[] = [
    ...found.causes,
    ...(mapping.kind === 'refused'
      ? mapping.causes.map((cause) => ({ ...cause, field: inTemplate(cause.field) }))
      : []),
  ];
  if (causes.length > 0) return { kind: 'refused', causes };
  if (mapping.kind !== 'waiting') return mapping;
  return {
    kind: 'waiting',
    missing: mapping.missing.map((each) => ({ ...each, field: inTemplate(each.field) })),
  };
}

/** The pod that the template of a job makes, before it has a name of its own. */
function podOf({ metadata, spec }: Job): Pod {
  const { template } = spec ?? {};
  return {
    metadata: {
      ...template?.metadata,
      name: metadata?.name ?? 'job',
      namespace: metadata?.namespace ?? 'default',
      uid: metadata?.uid ?? '',
    },
    spec: template?.spec ?? { containers: [] },
  };
}

function inTemplate(field: string): string {
  return `spec.template.${field}`;
}
