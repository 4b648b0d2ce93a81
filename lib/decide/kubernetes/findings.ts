import type { FieldCause } from '../../../contract/field-causes.ts';

/** What a manifest refers to and what is not there, or not yet. Kubernetes lets a pod wait for it. */
export type MissingReference = {
  field: string;
  resource: 'configmaps' | 'secrets';
  name: string;
  /** Absent: the whole object is missing. */
  key?: string;
};

/** Collects everything that is wrong with a manifest, so that it is told at once. */
export class Findings {
  readonly causes: FieldCause[] = [];
  readonly missing: MissingReference[] = [];

  refuse(field: string, message: string, reason: FieldCause['reason'] = 'FieldValueNotSupported'): void {
    this.causes.push({ field, reason, message });
  }

  lacks(reference: MissingReference): void {
    this.missing.push(reference);
  }
}

/** `configmap "settings"`, or `key "url" of the configmap "settings"`. */
export function referenceText({ resource, name, key }: MissingReference): string {
  const object = `${resource === 'secrets' ? 'secret' : 'configmap'} "${name}"`;
  return key === undefined ? object : `key "${key}" of the ${object}`;
}
