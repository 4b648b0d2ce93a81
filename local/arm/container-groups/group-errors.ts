import type { GroupId } from '../group-model/group-id.ts';
import { ArmError } from '../server/arm-error.ts';

export function groupNotFound({ name, resourceGroup }: GroupId): ArmError {
  return new ArmError(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.ContainerInstance/containerGroups/${name}' under resource group '${resourceGroup}' was not found.`,
  );
}

export function containerNotFound({ name }: GroupId, container: string): ArmError {
  return new ArmError(
    404,
    'ContainerNotFound',
    `The container '${container}' in container group '${name}' was not found.`,
  );
}

export function transitioning({ name }: GroupId): ArmError {
  return new ArmError(
    409,
    'ContainerGroupTransitioning',
    `The container group '${name}' is still transitioning, please retry later.`,
  );
}

export function notReady({ name }: GroupId): ArmError {
  return new ArmError(
    409,
    'ContainerGroupDeploymentNotReady',
    `The container group '${name}' deployment is not ready. Please try again later.`,
  );
}

/** What the service says is not known. */
export function containerNotRunning({ name }: GroupId, container: string): ArmError {
  return new ArmError(
    409,
    'ContainerNotRunning',
    `The container '${container}' in container group '${name}' is not running.`,
  );
}

/** Not the service's: it never loses them. */
export function secretsLost({ name }: GroupId): ArmError {
  return new ArmError(
    409,
    'ContainerGroupSecretsLost',
    `The secrets of container group '${name}' were lost when the local cloud restarted; create the group again.`,
  );
}
