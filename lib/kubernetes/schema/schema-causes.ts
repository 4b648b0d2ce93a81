import type { FieldCause } from '../../../contract/field-causes.ts';
import { checkFields } from './check-fields.ts';
import { schemaOfKind } from './kube-schema.ts';

/** What of a manifest does not fit its schema, every place of it; undefined for a kind that is not served. */
export function schemaCauses(manifest: { apiVersion: string; kind: string }): FieldCause[] | undefined {
  const schema = schemaOfKind(manifest.apiVersion, manifest.kind);
  if (!schema) return undefined;
  const { unknown, wrong, missing } = checkFields(schema, manifest);
  return [
    ...unknown.map((field) => ({
      field,
      reason: 'FieldValueForbidden' as const,
      message: `Forbidden: unknown field "${field}"`,
    })),
    ...wrong.map(({ field, problem }) => ({
      field,
      reason: 'FieldValueInvalid' as const,
      message: `Invalid value: ${problem}`,
    })),
    ...missing,
  ];
}
