import { apiVersionOf, type KubeResource, kubeResources } from '../kube-resources.ts';
import { patchTypes } from '../patches/patched-object.ts';
import { kubeSchemas } from '../schema/kube-schema.ts';

type Document = Record<string, unknown>;

/** The paths of `/openapi/v3`, below `base`: where the document of each group and version is. */
export function openApiIndex(base: string): Document {
  const versions = new Set(kubeResources.map(pathOfVersion));
  return {
    paths: Object.fromEntries(
      [...versions].map((path) => [path, { serverRelativeURL: `${base}/openapi/v3/${path}` }]),
    ),
  };
}

/** OpenAPI 3.0 of one group and version, by which kubectl explains fields, makes patches and finds out who validates. */
export function openApiDocument(path: string): Document | undefined {
  const resources = kubeResources.filter((each) => pathOfVersion(each) === path);
  if (resources.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: `v${kubeSchemas().version}` },
    paths: Object.fromEntries(resources.flatMap((resource) => pathsOf(resource, path))),
    components: { schemas: kubeSchemas().definitions },
  };
}

function pathOfVersion(resource: KubeResource): string {
  return `${resource.group ? 'apis' : 'api'}/${apiVersionOf(resource)}`;
}

function pathsOf(resource: KubeResource, path: string): Array<[string, Document]> {
  const scope = resource.namespaced ? 'namespaces/{namespace}/' : '';
  const collection = `/${path}/${scope}${resource.name}`;
  const inBody = (action: string, types: readonly string[]) => ({
    ...operation(resource, action),
    parameters: writeParameters,
    requestBody: {
      content: Object.fromEntries(types.map((type) => [type, { schema: schemaOf(resource) }])),
    },
  });
  const json = ['application/json', 'application/yaml'];
  return [
    [
      collection,
      {
        get: operation(resource, 'list'),
        post: inBody('post', json),
        delete: operation(resource, 'deletecollection'),
      },
    ],
    [
      `${collection}/{name}`,
      {
        get: operation(resource, 'get'),
        put: inBody('put', json),
        patch: inBody('patch', patchTypes),
        delete: operation(resource, 'delete'),
      },
    ],
  ];
}

function operation(resource: KubeResource, action: string): Document {
  const { group, version, kind } = resource;
  return {
    tags: [group ? `${group}_${version}` : `core_${version}`],
    operationId: `${action}${kind}`,
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: schemaOf(resource) } } },
    },
  };
}

function schemaOf({ group, version, kind }: KubeResource): Document {
  return { $ref: `#/components/schemas/io.k8s.api.${group || 'core'}.${version}.${kind}` };
}

const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
  name,
  in: 'query',
  schema: { type: name === 'force' ? 'boolean' : 'string' },
}));
