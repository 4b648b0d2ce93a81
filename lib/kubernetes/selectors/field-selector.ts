import type { KubeObject } from '../../../contract/kube-objects.ts';
import { badRequest } from '../kube-error.ts';

/** Fields that can be asked for, beside a name and a namespace, by resource. */
const fieldsOf: Record<string, readonly string[]> = {
  events: [
    'involvedObject.apiVersion',
    'involvedObject.fieldPath',
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.resourceVersion',
    'involvedObject.uid',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  jobs: ['status.successful'],
  namespaces: ['status.phase'],
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  secrets: ['type'],
};

/** `metadata.name=web,status.phase!=Running`: whether an object fits. Throws for a field that can't be asked for. */
export function fieldSelector(resource: string, text: string): (object: KubeObject) => boolean {
  const parts = text.trim() === '' ? [] : text.split(',');
  const requirements = parts.map((part) => {
    const [, path = '', operator, value = ''] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part.trim()) ?? [];
    if (!operator) throw badRequest(`invalid field selector "${text}": "${part}" has no = or !=`);
    const known = ['metadata.name', 'metadata.namespace', ...(fieldsOf[resource] ?? [])];
    if (!known.includes(path)) throw badRequest(`field label not supported: ${path}`);
    return (object: KubeObject) => (valueAt(object, path) === value) === (operator !== '!=');
  });
  return (object) => requirements.every((fits) => fits(object));
}

function valueAt(object: KubeObject, path: string): string {
  if (path === 'source') return valueAt(object, 'source.component');
  if (path === 'status.successful') return valueAt(object, 'status.succeeded') || '0';
  let found: unknown = object;
  for (const name of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[name];
  return found === undefined || found === null ? '' : String(found);
}
