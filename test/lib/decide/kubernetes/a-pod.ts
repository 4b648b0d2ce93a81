import type { Container, Pod, PodSpec } from 'kubernetes-types/core/v1.js';
import type { KubernetesReferences, PodContext } from '../../../../lib/decide/kubernetes/pod-context.ts';
import { type PodMapping, podToGroup } from '../../../../lib/decide/kubernetes/pod-to-group.ts';

/** A valid container. */
export function aContainer(overrides: Partial<Container> = {}): Container {
  return { name: 'main', image: 'demo/x:1', ...overrides };
}

/** A valid pod of one container. */
export function aPod(spec: Partial<PodSpec> = {}, metadata: Pod['metadata'] = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-1', ...metadata },
    spec: { containers: [aContainer()], ...spec },
  };
}

type Objects = {
  configMaps?: Record<string, Record<string, string>>;
  secrets?: Record<string, Partial<NonNullable<ReturnType<KubernetesReferences['secret']>>>>;
};

/** A namespace with these objects. */
export function aContext({ configMaps = {}, secrets = {} }: Objects = {}): PodContext {
  return {
    locations: ['westeurope', 'northeurope'],
    references: {
      configMap: (name) => {
        const data = configMaps[name];
        return data && { data, binaryKeys: [] };
      },
      secret: (name) => {
        const facts = secrets[name];
        return facts && { keys: [], registries: [], ...facts };
      },
    },
  };
}

/** The group of a pod that has one. */
export function groupOf(pod: Pod, objects?: Objects) {
  const mapping = podToGroup(pod, aContext(objects));
  if (mapping.kind !== 'group') throw new Error(JSON.stringify(mapping));
  return mapping.spec;
}

/** What is wrong with a pod: the fields, and what is said of them. */
export function mistakesOf(pod: Pod, objects?: Objects): Record<string, string> {
  const mapping: PodMapping = podToGroup(pod, aContext(objects));
  if (mapping.kind !== 'refused') throw new Error(`${mapping.kind}: expected a refusal`);
  return Object.fromEntries(mapping.causes.map(({ field, message }) => [field, message]));
}
