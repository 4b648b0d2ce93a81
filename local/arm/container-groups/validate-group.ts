import { ArmError } from '../server/arm-error.ts';
import type { ContainerBody, GroupBody } from './group-body.ts';
import { requestedResources } from './requested-resources.ts';

/** Limits of the service. */
const limits = { containers: 60, volumes: 20, ports: 5, cpu: 31, memoryGb: 240 };
const nameRule = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelRule = /^[a-z][a-z0-9-]*[a-z0-9]$/i;
/** A name of one file, neither `.` nor `..`. */
const fileNameRule = /^(?!\.{1,2}$)[-.\w]+$/;
const variableRule = /^[a-z0-9](\w*[a-z0-9])?$/i;

/** Refuses what the service refuses before it looks for room. */
export function validateGroup(name: string, body: GroupBody): void {
  const { properties } = body;
  const containers = [...properties.containers, ...(properties.initContainers ?? [])];
  checkName('container group', name);
  for (const container of containers) validateContainer(container, properties.volumes ?? []);
  const names = new Set(containers.map((container) => container.name));
  if (names.size < containers.length)
    throw invalid('InvalidContainerName', 'Container names must be unique.');
  atMost('containers', containers.length, limits.containers);

  const volumes = properties.volumes ?? [];
  atMost('volumes', volumes.length, limits.volumes);
  for (const volume of volumes) {
    if (volume.name.length < 5 || volume.name.includes('--')) {
      throw invalid('InvalidVolumeName', `The volume name '${volume.name}' is invalid: 5 to 63 characters.`);
    }
    checkName('volume', volume.name);
    for (const file of Object.keys(volume.secret ?? {})) {
      if (!fileNameRule.test(file)) {
        throw invalid(
          'InvalidSecretName',
          `The file name '${file}' in secret volume '${volume.name}' is invalid.`,
        );
      }
    }
    if (volume.emptyDir === undefined && !volume.secret) {
      throw invalid(
        'UnsupportedVolume',
        `The local cloud has emptyDir and secret volumes; volume '${volume.name}' is neither.`,
      );
    }
  }

  const { ipAddress } = properties;
  if (!ipAddress) return;
  atMost('ports', ipAddress.ports.length, limits.ports);
  for (const { port } of ipAddress.ports) checkPort(port);
  const label = ipAddress.dnsNameLabel;
  if (label && (label.length < 5 || label.length > 63 || !labelRule.test(label))) {
    throw invalid(
      'InvalidDnsNameLabel',
      `The DNS name label '${label}' is invalid: 5 to 63 letters, digits, '-'.`,
    );
  }
}

/** Refuses sizes that no region has. */
export function validateSize(body: GroupBody): void {
  for (const { name, properties } of body.properties.containers) {
    if (!properties.resources) {
      throw invalid('MissingResourceRequests', `Container '${name}' has no resource requests.`);
    }
    const { cpu, memoryInGB } = properties.resources.requests;
    if (!(cpu > 0 && memoryInGB > 0)) {
      throw invalid('InvalidResourceRequest', `Container '${name}' requests no CPU or no memory.`);
    }
  }
  const { cpu, memoryGb } = requestedResources(body);
  for (const { properties } of body.properties.containers) {
    const limit = (properties.resources as { limits?: { cpu?: number } }).limits?.cpu;
    if (limit !== undefined && limit > cpu) {
      throw invalid(
        'ContainerLimitGreaterThanContainerGroupTotalRequest',
        `The 'Cpu' limit '${limit}' is greater than the total request '${cpu}' of the container group.`,
      );
    }
  }
  if (cpu > limits.cpu || memoryGb > limits.memoryGb) {
    throw invalid(
      'ResourceRequestsTooLarge',
      `The group requests ${cpu} CPU and ${memoryGb} GB; at most ${limits.cpu} CPU and ${limits.memoryGb} GB are possible.`,
    );
  }
}

function validateContainer(container: ContainerBody, volumes: { name: string }[]): void {
  const { environmentVariables, ports, volumeMounts } = container.properties;
  checkName('container', container.name);
  for (const { name } of environmentVariables ?? []) {
    if (name.length > 63 || !variableRule.test(name)) {
      throw invalid(
        'InvalidEnvironmentVariableName',
        `The environment variable name '${name}' in container '${container.name}' is invalid: 1 to 63 letters, digits and '_', no '_' at the ends.`,
      );
    }
  }
  for (const { port } of ports ?? []) checkPort(port);
  for (const mount of volumeMounts ?? []) {
    if (!volumes.some(({ name }) => name === mount.name)) {
      throw invalid(
        'VolumeNotFound',
        `Container '${container.name}' mounts the unknown volume '${mount.name}'.`,
      );
    }
  }
}

function checkName(what: string, name: string): void {
  if (name.length > 63 || !nameRule.test(name)) {
    throw invalid(
      what === 'container group'
        ? 'InvalidContainerGroupName'
        : `Invalid${what === 'volume' ? 'Volume' : 'Container'}Name`,
      `The ${what} name '${name}' is invalid: 1 to 63 lower-case letters, digits and '-', no '-' at the ends.`,
    );
  }
}

function checkPort(port: number): void {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw invalid('InvalidPort', `The port '${port}' is not between 1 and 65535.`);
  }
}

function atMost(what: string, count: number, limit: number): void {
  if (count > limit) {
    throw invalid(
      'ContainerGroupLimitExceeded',
      `The group has ${count} ${what}; at most ${limit} are possible.`,
    );
  }
}

function invalid(code: string, message: string): ArmError {
  return new ArmError(400, code, message);
}
