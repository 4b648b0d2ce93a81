import { apiVersionOf, type KubeResource, kubeResources } from '../kube-resources.ts';

type Document = Record<string, unknown>;

/** The version of Kubernetes whose ways the API has; the fields are those of the schemas, which may be some versions older. */
const [major, minor] = ['1', '32'];

export function versionDocument(appVersion: string): Document {
  return {
    major,
    minor,
    gitVersion: `v${major}.${minor}.0+slipway-${appVersion}`,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'none',
    compiler: 'none',
    platform: 'azure/container-instances',
  };
}

/** `/api`: the core's versions. */
export function coreVersions(): Document {
  return {
    kind: 'APIVersions',
    versions: versionsOf(''),
    serverAddressByClientCIDRs: [],
  };
}

/** `/apis`: all other groups. */
export function apiGroups(): Document {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups().map(groupOf) };
}

/** `/apis/GROUP`; undefined for one that is not served. */
export function apiGroup(group: string): Document | undefined {
  if (!groups().includes(group)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) };
}

/** `/api/v1`, `/apis/batch/v1`: what a version of a group has. */
export function resourceList(group: string, version: string): Document | undefined {
  const resources = kubeResources.filter((each) => each.group === group && each.version === version);
  if (resources.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf({ group, version }),
    resources: resources.flatMap((resource) => [
      {
        name: resource.name,
        singularName: resource.singular,
        namespaced: resource.namespaced,
        kind: resource.kind,
        verbs: resource.verbs,
        ...(resource.shortNames ? { shortNames: resource.shortNames } : {}),
        ...(resource.categories ? { categories: resource.categories } : {}),
      },
      ...resource.subresources.map(({ name, kind, verbs }) => ({
        name: `${resource.name}/${name}`,
        singularName: '',
        namespaced: resource.namespaced,
        kind,
        verbs,
      })),
    ]),
  };
}

/** All of a part of the discovery in one document, as newer clients ask for it. */
export function aggregatedDiscovery(part: 'core' | 'groups', version: 'v2' | 'v2beta1'): Document {
  const served = part === 'core' ? [''] : groups();
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: served.map((group) => ({
      metadata: { name: group, creationTimestamp: null },
      versions: versionsOf(group).map((each) => ({
        version: each,
        freshness: 'Current',
        resources: kubeResources
          .filter((resource) => resource.group === group && resource.version === each)
          .map(discovered),
      })),
    })),
  };
}

function discovered(resource: KubeResource): Document {
  const { group, version, kind } = resource;
  return {
    resource: resource.name,
    responseKind: { group, version, kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories ? { categories: resource.categories } : {}),
    ...(resource.subresources.length > 0
      ? {
          subresources: resource.subresources.map((each) => ({
            subresource: each.name,
            responseKind: { group, version, kind: each.kind },
            verbs: each.verbs,
          })),
        }
      : {}),
  };
}

function groups(): string[] {
  return [...new Set(kubeResources.map(({ group }) => group))].filter((group) => group !== '');
}

function versionsOf(group: string): string[] {
  return [...new Set(kubeResources.filter((each) => each.group === group).map(({ version }) => version))];
}

function groupOf(name: string): Document {
  const versions = versionsOf(name).map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}
