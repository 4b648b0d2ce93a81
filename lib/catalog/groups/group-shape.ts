import type {
  ContainerSpec,
  GroupShape,
  InitContainerSpec,
  Placement,
  Probe,
  RegistrySpec,
  SecretSource,
  VolumeSpec,
} from '../../../contract/container-specs.ts';
import type { WrittenContainer, WrittenInitContainer, WrittenProbe } from './container-fields.ts';
import type { WrittenGroup, WrittenRegistry } from './group-fields.ts';
import type { WrittenVolume } from './volume-fields.ts';

/** A group as the app has it, from what people wrote; its secrets are still names. */
export function groupShape(written: WrittenGroup): GroupShape {
  const {
    containers,
    initContainers,
    volumes,
    registries,
    logAnalytics,
    regions: _regions,
    ...same
  } = written;
  return {
    ...same,
    containers: containers.map(containerSpec),
    ...(initContainers && { initContainers: initContainers.map(initContainerSpec) }),
    ...(volumes && { volumes: volumes.map(volumeSpec) }),
    ...(registries && {
      registries: registries.map(registrySpec),
    }),
    ...(logAnalytics && {
      logAnalytics: { ...logAnalytics, workspaceKey: secretSource(logAnalytics.workspaceKey) },
    }),
  };
}

/** Where the group may be placed, in order; `locations` are the app's own. */
export function groupPlacements({ regions }: WrittenGroup, locations: readonly string[]): Placement[] {
  return regions ?? locations.map((region) => ({ region }));
}

function containerSpec({ probes, args, ...container }: WrittenContainer): ContainerSpec {
  const { liveness, readiness } = probes ?? {};
  return {
    ...container,
    ...startOf({ ...container, args }),
    ...(probes && {
      probes: {
        ...(liveness && { liveness: probe(liveness) }),
        ...(readiness && { readiness: probe(readiness) }),
      },
    }),
  };
}

function initContainerSpec({ args, ...container }: WrittenInitContainer): InitContainerSpec {
  return { ...container, ...startOf({ ...container, args }) };
}

/** What a container is started with. */
function startOf({ command, args = [], secrets }: WrittenInitContainer) {
  return { ...(command && { command: [...command, ...args] }), secrets: secretSources(secrets) };
}

function probe({ command = [], http, ...times }: WrittenProbe): Probe {
  return { check: http ? { kind: 'http', ...http } : { kind: 'command', command }, ...times };
}

function volumeSpec({ name, secret, azureFile, gitRepo }: WrittenVolume): VolumeSpec {
  if (secret) return { name, kind: 'secret', files: secretSources(secret) };
  if (azureFile) return { name, kind: 'azureFile', ...azureFile, key: secretSource(azureFile.key) };
  if (gitRepo) return { name, kind: 'gitRepo', ...gitRepo };
  return { name, kind: 'emptyDir' };
}

/** The schema has seen that there is either an identity or a user with a password. */
function registrySpec({ server, username = '', password = '', identity }: WrittenRegistry): RegistrySpec {
  return identity === undefined
    ? { server, username, password: secretSource(password) }
    : { server, identity };
}

function secretSources(names: Record<string, string>): Record<string, SecretSource> {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, secretSource(name)]));
}

function secretSource(name: string): SecretSource {
  return { kind: 'setting', name };
}
