import type { RuntimeContainerSpec } from '../runtime/container-runtime.ts';
import { labelsOf, type Owner } from './leftovers.ts';

/** What the engine and its machine can hold a container to. */
export type EngineLimits = { cpus: number; memory: boolean; swap: boolean; cpuQuota: boolean };

export type ContainerPlace = {
  owner: Owner;
  /** The container in whose network the group lives. */
  network: string;
  limits: EngineLimits;
  /** Variables of the image beside its own. */
  imageEnvironment: Record<string, string>;
};

/** A container as the engine is asked to create it. */
export function containerBody(spec: RuntimeContainerSpec, place: ContainerPlace): Record<string, unknown> {
  const { image, command, environment, mounts, resources } = spec;
  const variables = { ...place.imageEnvironment, ...environment };
  return {
    Image: image,
    // A command of the group takes the place of the image's entry point with its arguments.
    ...(command && { Entrypoint: command, Cmd: [] }),
    Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    Labels: labelsOf(place.owner),
    HostConfig: {
      NetworkMode: `container:${place.network}`,
      Binds: mounts.map(
        ({ hostDirectory, path, readOnly }) => `${hostDirectory}:${path}${readOnly ? ':ro' : ''}`,
      ),
      // Where SELinux keeps containers from the files of a person, volumes would be out of reach.
      SecurityOpt: ['label=disable'],
      ...(resources && limitsOf(resources, place.limits)),
    },
  };
}

function limitsOf(
  { cpu, memoryGb }: { cpu: number; memoryGb: number },
  limits: EngineLimits,
): Record<string, number> {
  const memory = Math.round(memoryGb * 1024 ** 3);
  return {
    // More than the machine has is refused.
    ...(limits.cpuQuota && { NanoCpus: Math.round(Math.min(cpu, limits.cpus) * 1e9) }),
    ...(limits.memory && { Memory: memory, ...(limits.swap && { MemorySwap: memory }) }),
  };
}
