import type { Container } from 'kubernetes-types/core/v1.js';
import type {
  ContainerSpec,
  InitContainerSpec,
  Port,
  VolumeMount,
} from '../../../contract/container-specs.ts';
import {
  containerFieldRules,
  containerSecurityRules,
  initContainerFieldRules,
  mountFieldRules,
  portFieldRules,
} from './container-field-rules.ts';
import { cappedLimits, checkSize, containerSize, sumOf } from './container-size.ts';
import { environmentOf, type PodParts, splitVariables } from './environment-of.ts';
import { checkFields } from './field-rules.ts';
import type { Findings } from './findings.ts';
import { probeOf } from './probe-of.ts';
import { expanded, type Value } from './variables.ts';

/** By the names of the manifest, the names that Azure takes. */
export type VolumeNames = ReadonlyMap<string, string>;

type Parts = PodParts & { volumes: VolumeNames; gpuType?: string | undefined };

/** One container of a group, from what the manifest says of it. */
export function containerOf(
  found: Findings,
  path: string,
  container: Container,
  parts: Parts,
): ContainerSpec {
  checkFields(found, path, container, containerFieldRules);
  checkSize(found, `${path}.resources`, container);
  const size = containerSize(container);
  const limits = cappedLimits(size, sumOf(parts.containers.map((each) => containerSize(each).requests)));
  const { livenessProbe, readinessProbe } = container;
  const liveness = livenessProbe && probeOf(found, `${path}.livenessProbe`, container, livenessProbe);
  const readiness = readinessProbe && probeOf(found, `${path}.readinessProbe`, container, readinessProbe);
  const ports = portsOf(found, path, container);
  const gpu = gpuOf(found, path, size.gpus, parts.gpuType);
  return {
    ...commonOf(found, path, container, parts),
    ...size.requests,
    ...(limits ? { limits } : {}),
    ...(gpu ? { gpu } : {}),
    ...(ports.length > 0 ? { ports } : {}),
    ...(liveness || readiness
      ? { probes: { ...(liveness ? { liveness } : {}), ...(readiness ? { readiness } : {}) } }
      : {}),
  };
}

/** Azure runs it with the size of the whole group; one that asks for more is refused. */
export function initContainerOf(
  found: Findings,
  path: string,
  container: Container,
  parts: Parts,
): InitContainerSpec {
  checkFields(found, path, container, initContainerFieldRules);
  checkSize(found, `${path}.resources`, container);
  const group = sumOf(parts.containers.map((each) => containerSize(each).requests));
  const { requests } = containerSize(container);
  const asks = container.resources?.requests ?? container.resources?.limits;
  if (asks && (requests.cpu > group.cpu || requests.memoryGb > group.memoryGb)) {
    const has = `${group.cpu} CPU and ${group.memoryGb} GB`;
    found.refuse(
      `${path}.resources`,
      `An init container has what the containers ask for together, ${has}. Let them ask for more.`,
    );
  }
  return commonOf(found, path, container, parts);
}

function commonOf(found: Findings, path: string, container: Container, parts: Parts): InitContainerSpec {
  const { name, image, securityContext } = container;
  if (!image) found.refuse(`${path}.image`, 'A container needs an image.', 'FieldValueRequired');
  if (securityContext) checkFields(found, `${path}.securityContext`, securityContext, containerSecurityRules);
  const variables = environmentOf(found, path, container, parts);
  const command = commandOf(found, path, container, variables);
  const mounts = mountsOf(found, path, container, parts.volumes);
  return {
    name,
    image: image ?? '',
    ...(command ? { command } : {}),
    ...splitVariables(variables),
    ...(mounts.length > 0 ? { mounts } : {}),
  };
}

function commandOf(
  found: Findings,
  path: string,
  { command = [], args = [] }: Container,
  variables: ReadonlyMap<string, Value>,
): string[] | undefined {
  if (command.length === 0 && args.length > 0) {
    const why = 'Azure has one command, which stands in place of the image’s own entry point and arguments.';
    found.refuse(`${path}.args`, `${why} Write the entry point of the image into "command".`);
    return undefined;
  }
  const words = (texts: readonly string[], field: string): string[] =>
    texts.map((text, index) => {
      const word = expanded(text, variables);
      if (word.kind === 'text') return word.text;
      const why = 'Azure shows commands to everyone who may see the group, so a secret can’t stand in one.';
      found.refuse(
        `${path}.${field}[${index}]`,
        `${why} Read the variable in the container, such as by a shell.`,
      );
      return '';
    });
  return command.length === 0 ? undefined : [...words(command, 'command'), ...words(args, 'args')];
}

function mountsOf(
  found: Findings,
  path: string,
  { volumeMounts = [] }: Container,
  volumes: VolumeNames,
): VolumeMount[] {
  const paths = new Set<string>();
  return volumeMounts.map((mount, index) => {
    const field = `${path}.volumeMounts[${index}]`;
    checkFields(found, field, mount, mountFieldRules);
    const volume = volumes.get(mount.name);
    if (!volume) found.refuse(`${field}.name`, `The pod has no volume "${mount.name}".`, 'FieldValueInvalid');
    if (!mount.mountPath)
      found.refuse(`${field}.mountPath`, 'Say where it is mounted.', 'FieldValueRequired');
    else if (mount.mountPath.includes(':'))
      found.refuse(`${field}.mountPath`, 'A path has no colon.', 'FieldValueInvalid');
    if (paths.has(mount.mountPath))
      found.refuse(`${field}.mountPath`, 'Another volume is mounted there.', 'FieldValueDuplicate');
    paths.add(mount.mountPath);
    return { volume: volume ?? '', path: mount.mountPath, ...(mount.readOnly ? { readOnly: true } : {}) };
  });
}

function portsOf(found: Findings, path: string, { ports = [] }: Container): Port[] {
  return ports.map((port, index) => {
    const field = `${path}.ports[${index}]`;
    checkFields(found, field, port, portFieldRules);
    const { containerPort, hostPort, protocol } = port;
    if (!(containerPort >= 1 && containerPort <= 65_535))
      found.refuse(`${field}.containerPort`, 'A port is a number from 1 to 65535.', 'FieldValueInvalid');
    if (hostPort !== undefined && hostPort !== containerPort)
      found.refuse(
        `${field}.hostPort`,
        'The group has an address of its own: a port is open there as itself.',
      );
    return { port: containerPort, protocol: protocol === 'UDP' ? 'UDP' : 'TCP' };
  });
}

function gpuOf(found: Findings, path: string, count: number, sku: string | undefined): ContainerSpec['gpu'] {
  if (count === 0) return undefined;
  if (sku) return { count, sku };
  found.refuse(
    `${path}.resources.limits.nvidia.com/gpu`,
    'Say which GPU, by the annotation virtual-kubelet.io/gpu-type.',
    'FieldValueRequired',
  );
  return undefined;
}
