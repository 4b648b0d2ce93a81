import type { Usage } from '@azure/arm-containerinstance';
import type { CreateOutcome, TaggedContainerGroup } from '../../contract/containers.ts';
import type { GroupDefaults } from '../config.ts';
import type { ContainerGroupRequest, Containers } from '../ports/containers.ts';
import type { ArmClients } from './arm-clients.ts';
import { answerOf, azureError, calling, hasNoLogYet, isAbsent, isTaken } from './azure-error.ts';
import { containerGroupBody } from './container-group-body.ts';
import { containerGroupRequests } from './container-group-requests.ts';
import { containerGroupState } from './container-group-state.ts';
import { isSameGroup, keepUntilTag, taggedGroup } from './container-group-tags.ts';
import { createOutcome } from './create-outcome.ts';
import { withGroupDefaults } from './with-group-defaults.ts';

/** Container groups on Azure Container Instances. */
export function azureContainers(arm: ArmClients, defaults: GroupDefaults = {}): Containers {
  const { resourceGroup } = arm;
  const send = containerGroupRequests(arm);

  const find = async (name: string) => {
    const client = await arm.containerInstances();
    try {
      return await client.containerGroups.get(resourceGroup, name);
    } catch (error) {
      const answer = answerOf(error);
      if (isAbsent(answer)) return undefined;
      throw azureError(`reading the container group "${name}"`, answer, error);
    }
  };

  /** Without the work of reading what the answer says: the SDK checks it field by field, and a 404 twice. */
  const exists = async (name: string): Promise<boolean> => {
    const attempt = `looking for the container group "${name}"`;
    const answer = await send({ method: 'GET', name, attempt });
    if (isAbsent(answer)) return false;
    if (!isTaken(answer)) throw azureError(attempt, answer);
    return true;
  };

  return {
    /** Looks first: a PUT over a group that runs would restart it, when an activity is repeated after its answer was lost. */
    async create(request) {
      const existing = (await exists(request.name)) ? await find(request.name) : undefined;
      if (existing) return existingOutcome(request, existing.tags);
      const answer = await send({
        method: 'PUT',
        name: request.name,
        body: containerGroupBody({ ...request, shape: withGroupDefaults(request.shape, defaults) }),
        attempt: `creating the container group "${request.name}"`,
      });
      return createOutcome(request.name, answer);
    },

    async read(name) {
      const group = await find(name);
      return group ? containerGroupState(group) : { kind: 'absent' };
    },

    async list() {
      const client = await arm.containerInstances();
      return calling(`listing the container groups of "${resourceGroup}"`, async () => {
        const groups: TaggedContainerGroup[] = [];
        for await (const group of client.containerGroups.listByResourceGroup(resourceGroup)) {
          const tagged = taggedGroup(group);
          if (tagged) groups.push(tagged);
        }
        return groups;
      });
    },

    async count(region) {
      const client = await arm.containerInstances();
      return calling(`reading the quotas of "${region}"`, async () => {
        const usages: Usage[] = [];
        for await (const usage of client.location.listUsage(region)) usages.push(usage);
        const groups = usageOf(usages, 'ContainerGroups');
        const cores = usageOf(usages, 'StandardCores');
        return groups && cores && { groups, cores };
      });
    },

    async readLog(name, container) {
      const client = await arm.containerInstances();
      try {
        return (await client.containers.listLogs(resourceGroup, name, container)).content;
      } catch (error) {
        const answer = answerOf(error);
        if (answer.status === 404 || hasNoLogYet(answer)) return undefined;
        throw azureError(
          `reading the log of the container "${container}" of the group "${name}"`,
          answer,
          error,
        );
      }
    },

    /** The answer to the DELETE is the same before and after the deletion has begun, so what is left is read. */
    async delete(name) {
      const attempt = `deleting the container group "${name}"`;
      const answer = await send({ method: 'DELETE', name, attempt });
      if (answer.status === 204 || isAbsent(answer)) return 'gone';
      if (!isTaken(answer)) throw azureError(attempt, answer);
      return (await exists(name)) ? 'deleting' : 'gone';
    },

    async keepUntil(name, until) {
      const group = await find(name);
      if (!group) return;
      const client = await arm.containerInstances();
      const tags = { ...group.tags, [keepUntilTag]: until.toISOString() };
      try {
        await client.containerGroups.update(resourceGroup, name, { tags });
      } catch (error) {
        const answer = answerOf(error);
        if (answer.status !== 404) throw azureError(`tagging the container group "${name}"`, answer, error);
      }
    },
  };
}

function existingOutcome(
  request: ContainerGroupRequest,
  tags: Record<string, string> | undefined,
): CreateOutcome {
  return isSameGroup(request, tags)
    ? { kind: 'created' }
    : {
        kind: 'nameTaken',
        message: `The resource group has a container group "${request.name}" of something else.`,
      };
}

/** One row of a region's usages; a subscription without a limit has none. */
function usageOf(usages: Usage[], name: string): { limit: number; used: number } | undefined {
  const row = usages.find((usage) => usage.name?.value === name);
  if (row?.limit === undefined || row.currentValue === undefined) return undefined;
  return { limit: row.limit, used: row.currentValue };
}
