import type { ContainerBody, ProbeBody, VolumeBody } from '../group-model/group-body.ts';
import { checkName, checkPort, invalid } from './invalid.ts';

const variableRule = /^[a-z0-9](\w*[a-z0-9])?$/i;

/** Refuses a container that no group may have. */
export function validateContainer(container: ContainerBody, volumes: VolumeBody[]): void {
  const { name, properties } = container;
  checkName('InvalidContainerName', 'container', name);
  for (const variable of properties.environmentVariables ?? []) validateVariable(name, variable);
  for (const { port } of properties.ports ?? []) checkPort(port);
  const paths = new Set<string>();
  for (const mount of properties.volumeMounts ?? []) {
    if (!volumes.some((volume) => volume.name === mount.name)) {
      throw invalid('VolumeNotFound', `Container '${name}' mounts the unknown volume '${mount.name}'.`);
    }
    if (!mount.mountPath.startsWith('/') || mount.mountPath.includes(':') || paths.has(mount.mountPath)) {
      throw invalid(
        'InvalidVolumeMount',
        `The mount path '${mount.mountPath}' of volume '${mount.name}' in container '${name}' is invalid: an absolute path without ':', each once.`,
      );
    }
    paths.add(mount.mountPath);
  }
  for (const kind of ['livenessProbe', 'readinessProbe'] as const) {
    const probe = properties[kind];
    if (probe) validateProbe(`The ${kind} of container '${name}'`, probe);
  }
}

type Variable = NonNullable<ContainerBody['properties']['environmentVariables']>[number];

function validateVariable(container: string, { name, value, secureValue }: Variable): void {
  if (name.length > 63 || !variableRule.test(name)) {
    throw invalid(
      'InvalidEnvironmentVariableName',
      `The environment variable name '${name}' in container '${container}' is invalid: 1 to 63 letters, digits and '_', no '_' at the ends.`,
    );
  }
  if (Boolean(value) === Boolean(secureValue)) {
    throw invalid(
      'InvalidEnvironmentVariable',
      `The environment variable '${name}' in container '${container}' needs either a value or a secure value, and it must not be empty.`,
    );
  }
}

function validateProbe(what: string, { exec, httpGet, ...numbers }: ProbeBody): void {
  if (Boolean(exec) === Boolean(httpGet)) {
    throw invalid('InvalidProbe', `${what} needs either exec or httpGet.`);
  }
  if (exec && !exec.command?.length) throw invalid('InvalidProbe', `${what} has no command.`);
  if (httpGet) checkPort(httpGet.port);
  if (httpGet && !['http', 'https'].includes((httpGet.scheme ?? 'http').toLowerCase())) {
    throw invalid('InvalidProbe', `${what} has the scheme '${httpGet.scheme}': 'http' or 'https'.`);
  }
  for (const [name, value] of Object.entries(numbers)) {
    const least = name === 'initialDelaySeconds' ? 0 : 1;
    if (typeof value === 'number' && !(Number.isInteger(value) && value >= least)) {
      throw invalid(
        'InvalidProbe',
        `${what} has ${name} '${value}': a whole number that is at least ${least}.`,
      );
    }
  }
}
