/** What the API serves; everything about a resource that is not in its schema. */
export type KubeResource = {
  /** Plural. */
  name: string;
  singular: string;
  kind: string;
  /** Empty for the core. */
  group: string;
  version: string;
  namespaced: boolean;
  shortNames?: string[];
  categories?: string[];
  verbs: KubeVerb[];
  subresources: KubeSubresource[];
};

export type KubeVerb =
  | 'create'
  | 'delete'
  | 'deletecollection'
  | 'get'
  | 'list'
  | 'patch'
  | 'update'
  | 'watch';

export type KubeSubresource = { name: string; verbs: KubeVerb[]; kind: string };

const everyVerb: KubeVerb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

export const pods: KubeResource = {
  name: 'pods',
  singular: 'pod',
  kind: 'Pod',
  group: '',
  version: 'v1',
  namespaced: true,
  shortNames: ['po'],
  categories: ['all'],
  verbs: everyVerb,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
    { name: 'status', kind: 'Pod', verbs: ['get'] },
  ],
};

export const jobs: KubeResource = {
  name: 'jobs',
  singular: 'job',
  kind: 'Job',
  group: 'batch',
  version: 'v1',
  namespaced: true,
  categories: ['all'],
  verbs: everyVerb,
  subresources: [{ name: 'status', kind: 'Job', verbs: ['get'] }],
};

export const namespaces: KubeResource = {
  name: 'namespaces',
  singular: 'namespace',
  kind: 'Namespace',
  group: '',
  version: 'v1',
  namespaced: false,
  shortNames: ['ns'],
  verbs: everyVerb.filter((verb) => verb !== 'deletecollection'),
  subresources: [{ name: 'status', kind: 'Namespace', verbs: ['get'] }],
};

export const configMaps: KubeResource = {
  name: 'configmaps',
  singular: 'configmap',
  kind: 'ConfigMap',
  group: '',
  version: 'v1',
  namespaced: true,
  shortNames: ['cm'],
  verbs: everyVerb,
  subresources: [],
};

export const secrets: KubeResource = {
  name: 'secrets',
  singular: 'secret',
  kind: 'Secret',
  group: '',
  version: 'v1',
  namespaced: true,
  verbs: everyVerb,
  subresources: [],
};

export const events: KubeResource = {
  name: 'events',
  singular: 'event',
  kind: 'Event',
  group: '',
  version: 'v1',
  namespaced: true,
  shortNames: ['ev'],
  verbs: everyVerb,
  subresources: [],
};

export const kubeResources: readonly KubeResource[] = [configMaps, events, jobs, namespaces, pods, secrets];

/** The resource at a group and version. */
export function resourceAt(group: string, version: string, name: string): KubeResource | undefined {
  return kubeResources.find((each) => each.group === group && each.version === version && each.name === name);
}

export function apiVersionOf({ group, version }: Pick<KubeResource, 'group' | 'version'>): string {
  return group ? `${group}/${version}` : version;
}

/** As keys of objects have it: `pods`, `jobs.batch`. */
export function storedName({ name, group }: Pick<KubeResource, 'name' | 'group'>): string {
  return group ? `${name}.${group}` : name;
}
