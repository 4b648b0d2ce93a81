import { type KubeResource, kubeResources, resourceAt } from '../../lib/kubernetes/kube-resources.ts';

/** What a path below the API names. */
export type ApiTarget = {
  resource: KubeResource;
  /** Undefined: all namespaces, or none where the resource knows none. */
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
};

/** Reads `/api/v1/namespaces/default/pods/web/log`; undefined for what is not served. */
export function apiTarget(path: string): ApiTarget | undefined {
  const [root, ...steps] = path
    .split('/')
    .filter((step) => step !== '')
    .map(decoded);
  const group = root === 'api' ? '' : root === 'apis' ? (steps.shift() ?? '') : undefined;
  const version = steps.shift();
  if (group === undefined || version === undefined || steps.length === 0) return undefined;
  const [first, second, third] = steps;
  const isScoped = first === 'namespaces' && isResource(third);
  const [name, object, subresource, ...more] = isScoped ? steps.slice(2) : steps;
  const resource = resourceAt(group, version, name ?? '');
  if (!resource || more.length > 0) return undefined;
  // A namespaced object is only found in its namespace, and a namespace in none.
  if (resource.namespaced !== isScoped && (isScoped || object !== undefined)) return undefined;
  const namespace = isScoped ? second : undefined;
  if (![namespace, object].every(isName)) return undefined;
  return { resource, namespace, name: object, subresource };
}

/** Kubernetes has no objects with these characters in their names, and tables of Azure no such keys. */
function isName(name: string | undefined): boolean {
  return name === undefined || /^[^/\\#?%\p{Cc}]{1,253}$/u.test(name);
}

function isResource(step: string | undefined): boolean {
  return kubeResources.some(({ name, namespaced }) => namespaced && name === step);
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
