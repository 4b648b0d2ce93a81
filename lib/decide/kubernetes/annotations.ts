import type { GroupShape, RegistrySpec } from '../../../contract/container-specs.ts';
import type { Findings } from './findings.ts';

/** What annotations say of a pod that its fields can't. */
export type AnnotatedShape = Pick<
  GroupShape,
  'dnsName' | 'confidential' | 'identities' | 'subnet' | 'zones' | 'priority'
> & {
  gpuType?: string;
  regions?: string[];
  registries: RegistrySpec[];
};

const dnsLabel = /^[a-z][a-z0-9-]{3,61}[a-z0-9]$/;
const resourceId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/.+$/i;

/** The annotations of Azure's connector for Kubernetes, and ours for what it lacks. Of others nothing is known, as it should be. */
export function annotatedShape(
  found: Findings,
  annotations: Readonly<Record<string, string>>,
): AnnotatedShape {
  const shape: AnnotatedShape = { registries: [] };
  for (const [name, text] of Object.entries(annotations)) {
    const read = readers[name];
    const problem = read
      ? read(text, shape)
      : name.startsWith('slipway/')
        ? `There is no such annotation. Known are ${Object.keys(readers).join(', ')}.`
        : undefined;
    if (problem) found.refuse(`metadata.annotations[${name}]`, problem, 'FieldValueInvalid');
  }
  if (shape.subnet && shape.dnsName)
    found.refuse('metadata.annotations[slipway/subnet]', 'A group in a subnet has no public name.');
  return shape;
}

/** Each writes what an annotation asks for into the shape, or says what is wrong with it. */
const readers: Record<string, (text: string, shape: AnnotatedShape) => string | undefined> = {
  'virtualkubelet.io/dnsnamelabel'(text, shape) {
    if (!dnsLabel.test(text))
      return 'A label has 5 to 63 lower-case letters, digits and hyphens, a letter first.';
    shape.dnsName = text;
    return undefined;
  },
  'virtual-kubelet.io/gpu-type'(text, shape) {
    shape.gpuType = text;
    return undefined;
  },
  'virtual-kubelet.io/container-sku'(text, shape) {
    const sku = text.toLowerCase();
    if (sku === 'confidential') shape.confidential ??= {};
    return sku === 'confidential' || sku === 'standard' ? undefined : 'Known are Standard and Confidential.';
  },
  'virtual-kubelet.io/confidential-compute-cce-policy'(text, shape) {
    shape.confidential = { policy: text };
    return undefined;
  },
  'slipway/regions'(text, shape) {
    shape.regions = listOf(text);
    return shape.regions.length > 0 ? undefined : 'Name regions, such as "westeurope, northeurope".';
  },
  'slipway/identities'(text, shape) {
    shape.identities = [...new Set([...(shape.identities ?? []), ...listOf(text)])];
    return shape.identities.every((id) => resourceId.test(id)) ? undefined : identityProblem;
  },
  'slipway/registries'(text, shape) {
    for (const entry of listOf(text)) {
      const [server = '', identity = ''] = entry.split('=');
      if (!server || !resourceId.test(identity))
        return 'Write SERVER=IDENTITY, with the resource id of an identity.';
      shape.registries.push({ server, identity });
      shape.identities = [...new Set([...(shape.identities ?? []), identity])];
    }
    return undefined;
  },
  'slipway/subnet'(text, shape) {
    shape.subnet = text;
    return resourceId.test(text) ? undefined : 'Give the resource id of a subnet.';
  },
  'slipway/zones'(text, shape) {
    shape.zones = listOf(text);
    return undefined;
  },
  'slipway/priority'(text, shape) {
    if (text !== 'spot' && text !== 'regular') return 'Known are regular and spot.';
    shape.priority = text;
    return undefined;
  },
};

const identityProblem = 'Give resource ids of user-assigned identities, parted by commas.';

function listOf(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}
