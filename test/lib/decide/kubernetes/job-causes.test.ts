import * as kubernetes from '@kubernetes/client-node';
import type { JobSpec } from 'kubernetes-types/batch/v1.js';
import { describe, expect, test } from 'vitest';
import { jobToGroup } from '../../../../lib/decide/kubernetes/job-causes.ts';
import { jobFieldRules } from '../../../../lib/decide/kubernetes/job-field-rules.ts';
import { aContainer, aContext } from './a-pod.ts';

function fieldsOf(spec: Partial<JobSpec>): string[] {
  const template = { spec: { restartPolicy: 'Never', containers: [aContainer()] } };
  const mapping = jobToGroup({ metadata: { name: 'sum' }, spec: { template, ...spec } }, aContext());
  return mapping.kind === 'refused' ? mapping.causes.map(({ field }) => field) : [mapping.kind];
}

describe('a job', () => {
  test('has every field of Kubernetes mapped, refused, or known to make no difference', () => {
    const fields = kubernetes.V1JobSpec.getAttributeTypeMap().map(({ baseName }) => baseName);
    expect(fields.filter((field) => !(field in jobFieldRules))).toEqual([]);
  });

  test.each<[string, Partial<JobSpec>]>([
    ['spec.podFailurePolicy', { podFailurePolicy: { rules: [{ action: 'FailJob' }] } }],
    ['spec.parallelism', { parallelism: -1 }],
    ['spec.completions', { completionMode: 'Indexed' }],
    ['spec.template.spec.restartPolicy', { template: { spec: { containers: [aContainer()] } } }],
    [
      'spec.template.spec.containers[0].lifecycle',
      {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [aContainer({ lifecycle: { postStart: { sleep: { seconds: 1 } } } })],
          },
        },
      },
    ],
    [
      'group',
      { completions: 3, parallelism: 2, backoffLimit: 1, suspend: false, ttlSecondsAfterFinished: 60 },
    ],
  ])('says %s', (field, spec) => {
    expect(fieldsOf(spec)).toEqual([field]);
  });
});
