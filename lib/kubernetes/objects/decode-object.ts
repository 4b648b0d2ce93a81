import type { KubeMetadata, KubeObject } from '../../../contract/kube-objects.ts';
import { badRequest, invalid } from '../kube-error.ts';
import { apiVersionOf, type KubeResource } from '../kube-resources.ts';
import { isObject } from '../patches/merge-patch.ts';
import { checkFields } from '../schema/check-fields.ts';
import { schemaOfKind } from '../schema/kube-schema.ts';

/** An object as a client sends it: much of its metadata is not there yet. */
export type SentObject = Omit<KubeObject, 'metadata'> & { metadata: Partial<KubeMetadata> };

/**
 * The object of a body, without fields that its schema does not have. Throws what Kubernetes answers to one of another kind,
 * to wrong types, and, with strict validation, to unknown fields; all mistakes at once.
 */
export function decodeObject(
  resource: KubeResource,
  body: unknown,
  fieldValidation: 'Strict' | 'Warn' | 'Ignore',
): { object: SentObject; warnings: string[] } {
  if (!isObject(body)) throw badRequest('the body of the request is no object');
  const apiVersion = apiVersionOf(resource);
  const sent = { apiVersion, kind: resource.kind, ...body } as Record<string, unknown>;
  if (sent.apiVersion !== apiVersion || sent.kind !== resource.kind)
    throw badRequest(
      `the object provided is a ${String(sent.kind)} of ${String(sent.apiVersion)}, and ${resource.name} takes a ${resource.kind} of ${apiVersion}`,
    );
  const schema = schemaOfKind(apiVersion, resource.kind);
  if (!schema) throw new Error(`There is no schema of ${resource.kind}.`);
  const { value, unknown, wrong, missing } = checkFields(schema, sent);
  const what = `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}`;
  if (wrong.length > 0)
    throw badRequest(`${what}: ${wrong.map(({ field, problem }) => `${field}: ${problem}`).join('; ')}`);
  const strict = unknown.map((path) => `unknown field "${path}"`);
  if (fieldValidation === 'Strict' && strict.length > 0)
    throw badRequest(`${what}: strict decoding error: ${strict.join(', ')}`);
  const object = value as SentObject;
  if (missing.length > 0) throw invalid(resource, object.metadata?.name ?? '', missing);
  return {
    object: { ...object, metadata: object.metadata ?? {} },
    warnings: fieldValidation === 'Warn' ? strict : [],
  };
}
