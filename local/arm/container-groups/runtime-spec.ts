import type { ContainerBody } from '../group-model/group-body.ts';
import type { GroupSecrets } from '../group-model/group-secrets.ts';
import type { Mount, RuntimeContainerSpec } from '../runtime/container-runtime.ts';

/** What the runtime is told of a container. */
export function runtimeSpec(
  { name, properties }: ContainerBody,
  secrets: GroupSecrets,
  mounts: Mount[],
): RuntimeContainerSpec {
  const { image, command, environmentVariables, resources } = properties;
  const plain = (environmentVariables ?? []).flatMap((variable) =>
    typeof variable.value === 'string' ? [[variable.name, variable.value] as const] : [],
  );
  return {
    name,
    image,
    ...(command?.length && { command }),
    environment: { ...Object.fromEntries(plain), ...secrets.environment[name] },
    mounts,
    ...(resources && {
      resources: { cpu: resources.requests.cpu, memoryGb: resources.requests.memoryInGB },
    }),
  };
}
