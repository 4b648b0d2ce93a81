import type { LocalObjectReference } from 'kubernetes-types/core/v1.js';
import type { RegistrySpec } from '../../../contract/container-specs.ts';
import type { PodParts } from './environment-of.ts';
import type { Findings } from './findings.ts';

/** How images are pulled: the registries of each pull secret, and those that are opened by an identity of the group. */
export function registriesOf(
  found: Findings,
  pullSecrets: readonly LocalObjectReference[],
  byIdentity: readonly RegistrySpec[],
  { pod, context }: PodParts,
): RegistrySpec[] {
  const registries = new Map(byIdentity.map((registry) => [registry.server, registry]));
  for (const [index, { name = '' }] of pullSecrets.entries()) {
    const field = `spec.imagePullSecrets[${index}]`;
    const secret = context.references.secret(name);
    // Kubernetes pulls without a pull secret that does not exist; here the pod waits, because the pull would only fail later.
    if (!secret) found.lacks({ field, resource: 'secrets', name });
    else if (secret.registries.length === 0) {
      const kinds = 'kubernetes.io/dockerconfigjson or kubernetes.io/dockercfg';
      found.refuse(
        field,
        `The secret "${name}" opens no registry: its type must be ${kinds}.`,
        'FieldValueInvalid',
      );
    }
    for (const { server, username } of secret?.registries ?? []) {
      if (registries.has(server)) continue;
      const password = { kind: 'registryPassword', namespace: pod.namespace, name, server } as const;
      registries.set(server, { server, username, password });
    }
  }
  return [...registries.values()];
}
