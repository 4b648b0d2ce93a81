import type { SecretSource } from '../../../contract/container-specs.ts';
import type { Findings } from './findings.ts';
import type { PodContext } from './pod-context.ts';

/** An object by whose keys a container gets variables or files. */
export type ObjectReference = {
  resource: 'configmaps' | 'secrets';
  name: string;
  /** What is not there is left out. Kubernetes' default is false. */
  optional: boolean;
};

/** The keys of an object that texts or files come from; undefined where it does not exist, which is noted unless it is optional. */
export function keysOf(
  found: Findings,
  field: string,
  { references }: PodContext,
  { resource, name, optional }: ObjectReference,
):
  | { keys: readonly string[]; binaryKeys: readonly string[]; texts?: Readonly<Record<string, string>> }
  | undefined {
  if (resource === 'secrets') {
    const secret = references.secret(name);
    if (secret) return { keys: secret.keys, binaryKeys: [] };
  } else {
    const map = references.configMap(name);
    if (map)
      return {
        keys: [...Object.keys(map.data), ...map.binaryKeys],
        binaryKeys: map.binaryKeys,
        texts: map.data,
      };
  }
  if (!optional) found.lacks({ field, resource, name });
  return undefined;
}

/** Where one value is looked up when the group is created. */
export function keySource(
  namespace: string,
  { resource, name }: Pick<ObjectReference, 'resource' | 'name'>,
  key: string,
): SecretSource {
  return { kind: 'kubernetes', resource, namespace, name, key };
}
