import type {
  ContainerSpec,
  InitContainerSpec,
  Port,
  Probe,
  RegistrySpec,
  VolumeMount,
  VolumeSpec,
} from '../../contract/container-specs.ts';
import type { ContainerGroupRequest } from '../ports/containers.ts';
import { tagsOf } from './container-group-tags.ts';

/** The REST body of a container group. What Azure defaults otherwise than Slipway is always written. */
export function containerGroupBody(request: ContainerGroupRequest): Record<string, unknown> {
  const { shape, region } = request;
  return {
    location: region,
    tags: tagsOf(request),
    zones: shape.zones,
    identity: shape.identities?.length
      ? {
          type: 'UserAssigned',
          userAssignedIdentities: Object.fromEntries(shape.identities.map((id) => [id, {}])),
        }
      : undefined,
    properties: {
      osType: 'Linux',
      restartPolicy: shape.restartPolicy ?? 'Never',
      containers: shape.containers.map(containerBody),
      initContainers: shape.initContainers?.map(initContainerBody),
      volumes: shape.volumes?.map(volumeBody),
      imageRegistryCredentials: shape.registries?.map(registryBody),
      // A group without a public port has no address at all: it can call out, and nothing can call it.
      ipAddress: shape.ports?.length
        ? {
            type: shape.subnet ? 'Private' : 'Public',
            ports: shape.ports.map(portBody),
            dnsNameLabel: shape.dnsName,
          }
        : undefined,
      subnetIds: shape.subnet ? [{ id: shape.subnet }] : undefined,
      priority: shape.priority === 'spot' ? 'Spot' : undefined,
      sku: shape.confidential ? 'Confidential' : undefined,
      confidentialComputeProperties: shape.confidential?.policy
        ? { ccePolicy: shape.confidential.policy }
        : undefined,
      diagnostics: shape.logAnalytics ? { logAnalytics: shape.logAnalytics } : undefined,
    },
  };
}

function containerBody(container: ContainerSpec<string>): Record<string, unknown> {
  const { cpu, memoryGb, gpu, limits, ports, probes } = container;
  return {
    name: container.name,
    properties: {
      ...commonBody(container),
      ports: ports?.map(portBody),
      resources: {
        requests: { cpu, memoryInGB: memoryGb, gpu },
        limits: limits && { cpu: limits.cpu, memoryInGB: limits.memoryGb, gpu },
      },
      livenessProbe: probes?.liveness && probeBody(probes.liveness),
      readinessProbe: probes?.readiness && probeBody(probes.readiness),
    },
  };
}

function initContainerBody(container: InitContainerSpec<string>): Record<string, unknown> {
  return { name: container.name, properties: commonBody(container) };
}

function commonBody({ image, command, environment, secrets, mounts }: InitContainerSpec<string>) {
  return {
    image,
    command,
    // Azure takes an empty value for a missing one and refuses the group.
    environmentVariables: [
      ...Object.entries(environment).map(([name, value]) => ({ name, value })),
      ...Object.entries(secrets).map(([name, secureValue]) => ({ name, secureValue })),
    ].filter((variable) => ('value' in variable ? variable.value : variable.secureValue) !== ''),
    volumeMounts: mounts?.map(mountBody),
  };
}

function mountBody({ volume, path, readOnly }: VolumeMount): Record<string, unknown> {
  return { name: volume, mountPath: path, readOnly };
}

function portBody({ port, protocol = 'TCP' }: Port): Record<string, unknown> {
  return { port, protocol };
}

function probeBody({ check, ...times }: Probe): Record<string, unknown> {
  return {
    exec: check.kind === 'command' ? { command: check.command } : undefined,
    httpGet:
      check.kind === 'http' ? { path: check.path ?? '/', port: check.port, scheme: 'http' } : undefined,
    initialDelaySeconds: times.initialDelaySeconds,
    periodSeconds: times.periodSeconds,
    failureThreshold: times.failureThreshold,
    timeoutSeconds: times.timeoutSeconds,
  };
}

function volumeBody(volume: VolumeSpec<string>): Record<string, unknown> {
  const { name } = volume;
  switch (volume.kind) {
    case 'emptyDir':
      return { name, emptyDir: {} };
    case 'secret':
      return {
        name,
        secret: Object.fromEntries(
          Object.entries(volume.files).map(([file, text]) => [file, Buffer.from(text).toString('base64')]),
        ),
      };
    case 'azureFile':
      return {
        name,
        azureFile: {
          shareName: volume.share,
          storageAccountName: volume.account,
          storageAccountKey: volume.key,
          readOnly: volume.readOnly,
        },
      };
    case 'gitRepo': {
      const { repository, directory, revision } = volume;
      return { name, gitRepo: { repository, directory, revision } };
    }
  }
}

function registryBody(registry: RegistrySpec<string>): Record<string, unknown> {
  const { server } = registry;
  return 'identity' in registry
    ? { server, identity: registry.identity }
    : { server, username: registry.username, password: registry.password };
}
