import { isDeepStrictEqual } from 'node:util';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { FieldCause } from '../../../contract/field-causes.ts';
import type { KubeObject } from '../../../contract/kube-objects.ts';

/** What may not become of an object: most of a workload is fixed once it runs. */
export function updateCauses(before: KubeObject, after: KubeObject): FieldCause[] {
  return updateRules[after.kind]?.(before, after) ?? [];
}

const updateRules: Record<string, (before: KubeObject, after: KubeObject) => FieldCause[]> = {
  ConfigMap: (before, after) => immutableCauses(before, after, ['data', 'binaryData']),

  Job: (before, after) => {
    const [old, spec] = [before, after].map((object) => (object as unknown as Job).spec ?? {});
    const fixed = [
      'completions',
      'completionMode',
      'selector',
      'template',
      'parallelism',
      'suspend',
    ] as const;
    return fixed
      .filter((name) => !isDeepStrictEqual(old?.[name as never], spec?.[name as never]))
      .map((name) => ({
        field: `spec.${name}`,
        reason: 'FieldValueInvalid',
        message: 'Invalid value: field is immutable; delete the job and create it anew',
      }));
  },

  // Kubernetes lets images, a deadline and tolerations be changed; a container group can't be changed while it runs.
  Pod: (before, after) =>
    isDeepStrictEqual(before.spec, after.spec)
      ? []
      : changedFields(before.spec, after.spec, 'spec').map((field) => ({
          field,
          reason: 'FieldValueForbidden',
          message:
            'Forbidden: a pod may not change what it runs, because Azure Container Instances would start it anew; delete the pod and create it again',
        })),

  Secret: (before, after) => [
    ...immutableCauses(before, after, ['data']),
    ...(before.type === after.type
      ? []
      : [
          {
            field: 'type',
            reason: 'FieldValueInvalid' as const,
            message: 'Invalid value: field is immutable',
          },
        ]),
  ],
};

function immutableCauses(before: KubeObject, after: KubeObject, fields: readonly string[]): FieldCause[] {
  if (before.immutable !== true) return [];
  const changed = fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  if (after.immutable !== true) changed.push('immutable');
  return changed.map((field) => ({
    field,
    reason: 'FieldValueForbidden',
    message: 'Forbidden: field is immutable when `immutable` is set',
  }));
}

/** The deepest places that differ. */
function changedFields(before: unknown, after: unknown, path: string): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const isList = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
  if (!isList && !(isMap(before) && isMap(after))) return [path];
  const names = new Set([...Object.keys(before as object), ...Object.keys(after as object)]);
  return [...names].flatMap((name) =>
    changedFields(
      (before as Record<string, unknown>)[name],
      (after as Record<string, unknown>)[name],
      isList ? `${path}[${name}]` : `${path}.${name}`,
    ),
  );
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
