import type { Container, ObjectFieldSelector, ResourceFieldSelector } from 'kubernetes-types/core/v1.js';
import { containerSize } from './container-size.ts';
import type { Findings } from './findings.ts';
import { nodeName, type PodIdentity } from './pod-context.ts';
import { quantity } from './quantities.ts';

const one = /^metadata\.(labels|annotations)\['(.+)'\]$/;

/** What a field of the pod says. Undefined after a refusal. */
export function fieldValue(
  found: Findings,
  path: string,
  pod: PodIdentity,
  { fieldPath }: ObjectFieldSelector,
  place: 'variable' | 'file',
): string | undefined {
  const [, map, key] = one.exec(fieldPath) ?? [];
  if (map && key) return pod[map as 'labels' | 'annotations'][key] ?? '';
  switch (fieldPath) {
    case 'metadata.name':
      return pod.name;
    case 'metadata.namespace':
      return pod.namespace;
    case 'metadata.uid':
      return pod.uid;
    case 'spec.nodeName':
      return nodeName;
    case 'spec.serviceAccountName':
      return pod.serviceAccountName;
    case 'metadata.labels':
    case 'metadata.annotations':
      if (place === 'file') return linesOf(pod[fieldPath === 'metadata.labels' ? 'labels' : 'annotations']);
      break;
    default:
  }
  const addresses = /^status\.(?:podIPs?|hostIPs?)$/.test(fieldPath);
  const why = addresses
    ? 'Azure gives a group its address after this is written.'
    : 'Known are metadata.name, namespace, uid, labels and annotations, spec.nodeName and spec.serviceAccountName.';
  found.refuse(`${path}.fieldPath`, `"${fieldPath}" is not known. ${why}`);
  return undefined;
}

/** As Kubernetes writes them into a file. */
function linesOf(map: Readonly<Record<string, string>>): string {
  return Object.keys(map)
    .sort()
    .map((key) => `${key}=${JSON.stringify(map[key])}`)
    .join('\n');
}

/** What a container asks for or may use, in multiples of a divisor, rounded up as Kubernetes does. Undefined after a refusal. */
export function resourceValue(
  found: Findings,
  path: string,
  containers: readonly Container[],
  own: Container | undefined,
  { containerName, resource, divisor }: ResourceFieldSelector,
): string | undefined {
  const container = containerName ? containers.find(({ name }) => name === containerName) : own;
  if (!container) {
    found.refuse(
      `${path}.containerName`,
      `There is no container "${containerName ?? ''}".`,
      'FieldValueInvalid',
    );
    return undefined;
  }
  const [, kind, what] = /^(limits|requests)\.(cpu|memory)$/.exec(resource) ?? [];
  const unit = quantity(divisor === undefined || String(divisor) === '0' ? '1' : String(divisor));
  if (!kind || !what) {
    found.refuse(`${path}.resource`, 'Known are limits and requests of cpu and memory.');
    return undefined;
  }
  if (!unit) {
    found.refuse(`${path}.divisor`, `"${divisor}" is no quantity above 0.`, 'FieldValueInvalid');
    return undefined;
  }
  const { requests, limits = requests } = containerSize(container);
  const size = kind === 'limits' ? limits : requests;
  const written = quantity(container.resources?.[kind as 'limits' | 'requests']?.[what] ?? '');
  const amount = written ?? (what === 'cpu' ? size.cpu : size.memoryGb * 1e9);
  return String(Math.ceil(Number((amount / unit).toPrecision(12))));
}
