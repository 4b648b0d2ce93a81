import { applyPatch, type Operation } from 'rfc6902';
import type { KubeObject } from '../../../contract/kube-objects.ts';
import { badRequest, KubeError, unsupportedMediaType } from '../kube-error.ts';
import type { Schema } from '../schema/kube-schema.ts';
import { mergePatch } from './merge-patch.ts';
import { strategicMerge } from './strategic-merge.ts';

export const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

/** The object after a patch of any kind but server-side apply. */
export function patchedObject(
  type: string,
  schema: Schema | undefined,
  object: KubeObject,
  patch: unknown,
): unknown {
  if (type === 'application/merge-patch+json') return mergePatch(object, patch);
  if (type === 'application/strategic-merge-patch+json') return strategicMerge(schema, object, patch);
  if (type === 'application/json-patch+json') return jsonPatched(object, patch);
  throw unsupportedMediaType(type, patchTypes);
}

function jsonPatched(object: KubeObject, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch is a list of operations');
  const patched = structuredClone(object);
  const errors = applyPatch(patched, patch as Operation[]).flatMap((error, index) =>
    error ? [`operation ${index} (${JSON.stringify(patch[index])}): ${error.message || error.name}`] : [],
  );
  if (errors.length > 0)
    throw new KubeError(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: ${errors.join('; ')}`,
    );
  return patched;
}
