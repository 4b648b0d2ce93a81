import type { Container, Pod, PodSpec } from 'kubernetes-types/core/v1.js';
import type { ContainerGroupSpec, GroupShape, Port } from '../../../contract/container-specs.ts';
import type { FieldCause } from '../../../contract/field-causes.ts';
import { type AnnotatedShape, annotatedShape } from './annotations.ts';
import { containerOf, initContainerOf } from './container-of.ts';
import type { PodParts } from './environment-of.ts';
import { checkFields } from './field-rules.ts';
import { Findings, type MissingReference } from './findings.ts';
import type { PodContext, PodIdentity } from './pod-context.ts';
import { podFieldRules, podSecurityRules } from './pod-field-rules.ts';
import { restartPolicyOf } from './pod-terms.ts';
import { registriesOf } from './registries-of.ts';
import { volumeNames, volumesOf } from './volumes-of.ts';

export type PodMapping =
  | { kind: 'group'; spec: ContainerGroupSpec }
  /** Everything else is right; the pod waits until these are there. */
  | { kind: 'waiting'; missing: MissingReference[] }
  | { kind: 'refused'; causes: FieldCause[] };

const limits = { containers: 60, volumes: 20, ports: 5 };
const nameRule = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** What Azure gives a group to start in. */
const provisioningSeconds = 1_800;

/**
 * A pod as a container group. Each field is mapped, refused by its path, or known to make no difference. A group is described by
 * names of secrets: their values are read when it is created.
 */
export function podToGroup(pod: Pod, context: PodContext): PodMapping {
  const found = new Findings();
  const spec: PodSpec = pod.spec ?? { containers: [] };
  const annotated = annotatedShape(found, pod.metadata?.annotations ?? {});
  const shape = shapeOf(found, spec, annotated, {
    pod: identityOf(pod),
    context,
    containers: spec.containers ?? [],
  });
  if (found.causes.length > 0) return { kind: 'refused', causes: found.causes };
  if (found.missing.length > 0) return { kind: 'waiting', missing: found.missing };
  return {
    kind: 'group',
    spec: {
      ...shape,
      name: groupWord(pod.metadata?.name),
      placements: (annotated.regions ?? context.locations).map((region) => ({ region })),
      reports: 'none',
      provisioningDeadlineSeconds: provisioningSeconds,
      ...(spec.activeDeadlineSeconds ? { runningDeadlineSeconds: spec.activeDeadlineSeconds } : {}),
      maxAttempts: 3,
      keepOnFailureMinutes: 0,
    },
  };
}

function identityOf({ metadata = {}, spec }: Pod): PodIdentity {
  const { name = '', namespace = 'default', uid = '', labels = {}, annotations = {} } = metadata;
  return {
    name,
    namespace,
    uid,
    labels,
    annotations,
    serviceAccountName: spec?.serviceAccountName ?? 'default',
  };
}

/** The word by which people recognise the group of a pod. A name of Kubernetes may have dots. */
export function groupWord(name = 'pod'): string {
  return name.replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'pod';
}

function shapeOf(found: Findings, spec: PodSpec, annotated: AnnotatedShape, parts: PodParts): GroupShape {
  checkPod(found, spec);
  const { containers = [], initContainers = [], volumes = [], imagePullSecrets = [] } = spec;
  const names = volumeNames(volumes);
  const inGroup = { ...parts, volumes: names, gpuType: annotated.gpuType };
  const mappedVolumes = volumesOf(found, volumes, names, parts);
  const registries = registriesOf(found, imagePullSecrets, annotated.registries, parts);
  const inits = initContainers.map((each, index) =>
    initContainerOf(found, `spec.initContainers[${index}]`, each, inGroup),
  );
  const mains = containers.map((each, index) =>
    containerOf(found, `spec.containers[${index}]`, each, inGroup),
  );
  const ports = groupPorts(found, containers, annotated);
  const { dnsName, confidential, identities, subnet, zones, priority } = annotated;
  return {
    containers: mains,
    restartPolicy: restartPolicyOf({ spec }),
    ...(inits.length > 0 ? { initContainers: inits } : {}),
    ...(mappedVolumes.length > 0 ? { volumes: mappedVolumes } : {}),
    ...(registries.length > 0 ? { registries } : {}),
    ...(ports.length > 0 ? { ports } : {}),
    ...(dnsName && ports.length > 0 ? { dnsName } : {}),
    ...(confidential ? { confidential } : {}),
    ...(identities ? { identities } : {}),
    ...(subnet ? { subnet } : {}),
    ...(zones ? { zones } : {}),
    ...(priority ? { priority } : {}),
  };
}

function checkPod(found: Findings, spec: PodSpec): void {
  const { containers = [], initContainers = [], volumes = [], restartPolicy, activeDeadlineSeconds } = spec;
  checkFields(found, 'spec', spec, podFieldRules);
  if (spec.securityContext)
    checkFields(found, 'spec.securityContext', spec.securityContext, podSecurityRules);
  if (spec.os && spec.os.name !== 'linux') found.refuse('spec.os.name', 'Slipway runs Linux containers.');
  for (const [label, value] of Object.entries(spec.nodeSelector ?? {})) {
    if (/^(?:beta\.)?kubernetes\.io\/os$/.test(label) && value !== 'linux')
      found.refuse(`spec.nodeSelector[${label}]`, 'Slipway runs Linux containers.');
  }
  if (restartPolicy && !['Always', 'OnFailure', 'Never'].includes(restartPolicy))
    found.refuse('spec.restartPolicy', 'Known are Always, OnFailure and Never.');
  if (activeDeadlineSeconds !== undefined && !(activeDeadlineSeconds >= 1))
    found.refuse('spec.activeDeadlineSeconds', 'A deadline is at least 1 second.', 'FieldValueInvalid');
  if (containers.length === 0)
    found.refuse('spec.containers', 'A pod needs a container.', 'FieldValueRequired');
  if (containers.length + initContainers.length > limits.containers)
    found.refuse(
      'spec.containers',
      `Azure takes ${limits.containers} containers in a group.`,
      'FieldValueInvalid',
    );
  if (volumes.length > limits.volumes)
    found.refuse('spec.volumes', `Azure takes ${limits.volumes} volumes in a group.`, 'FieldValueInvalid');
  checkNames(found, [
    ...initContainers.map(({ name }, index) => ({ name, field: `spec.initContainers[${index}].name` })),
    ...containers.map(({ name }, index) => ({ name, field: `spec.containers[${index}].name` })),
  ]);
}

function checkNames(found: Findings, named: ReadonlyArray<{ name: string; field: string }>): void {
  const seen = new Set<string>();
  for (const { name, field } of named) {
    if (!nameRule.test(name ?? '') || name.length > 63)
      found.refuse(field, 'A name has 1 to 63 lower-case letters, digits and hyphens.', 'FieldValueInvalid');
    else if (seen.has(name))
      found.refuse(field, `There is another container "${name}".`, 'FieldValueDuplicate');
    seen.add(name);
  }
}

/** What the containers listen on is open at the address of the group, each port with its own protocol. */
function groupPorts(found: Findings, containers: readonly Container[], { subnet }: AnnotatedShape): Port[] {
  const ports = new Map<string, Port>();
  containers.forEach(({ ports: own = [] }, index) => {
    own.forEach(({ containerPort: port, protocol }, at) => {
      const open: Port = { port, protocol: protocol === 'UDP' ? 'UDP' : 'TCP' };
      const key = `${open.protocol} ${port}`;
      if (ports.has(key)) {
        const why = 'The containers of a group share one network';
        found.refuse(
          `spec.containers[${index}].ports[${at}]`,
          `${why}: ${key} is taken.`,
          'FieldValueDuplicate',
        );
      }
      ports.set(key, open);
    });
  });
  if (ports.size > limits.ports && !subnet)
    found.refuse(
      'spec.containers',
      `Azure opens ${limits.ports} ports of a group; this one has ${ports.size}.`,
      'FieldValueInvalid',
    );
  return [...ports.values()];
}
