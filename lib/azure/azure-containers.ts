import type { Usage } from '@azure/arm-containerinstance';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { CreateOutcome, TaggedContainerGroup } from '../../contract/containers.ts';
import type { ContainerGroupRequest, Containers } from '../ports/containers.ts';
import { type ArmClients, armOrigin } from './arm-clients.ts';
import { answerOf, azureError, calling, errorIn } from './azure-error.ts';
import { containerGroupBody } from './container-group-body.ts';
import { containerGroupState } from './container-group-state.ts';
import { isSameGroup, keepUntilTag, taggedGroup } from './container-group-tags.ts';
import { createOutcome } from './create-outcome.ts';

/** The version whose fields `containerGroupBody` writes; the SDK's own calls use it too. */
const apiVersion = '2023-05-01';

/** Logs are asked for while the group may still be starting; these answers say that there is none yet. */
const noLogYet = new Set(['ContainerGroupDeploymentNotReady', 'ContainerLogNotAvailable']);

/** Container groups on Azure Container Instances. */
export function azureContainers(arm: ArmClients): Containers {
  const { resourceGroup } = arm;
  const path = `/subscriptions/${arm.subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups`;

  const find = async (name: string) => {
    const client = await arm.containerInstances();
    try {
      return await client.containerGroups.get(resourceGroup, name);
    } catch (error) {
      const answer = answerOf(error);
      if (answer.status === 404 && answer.code !== 'ResourceGroupNotFound') return undefined;
      throw azureError(`reading the container group "${name}"`, answer, error);
    }
  };

  return {
    /**
     * Looks first: a PUT over a group that runs would restart it, when an activity is repeated after its answer was lost. Then
     * a plain PUT, because the SDK's own create polls the operation once and fails with that poll, although the group exists.
     */
    async create(request) {
      const existing = await find(request.name);
      if (existing) return existingOutcome(request, existing.tags);
      const client = await arm.containerInstances();
      const response = await calling(`creating the container group "${request.name}"`, () =>
        client.sendRequest(
          createPipelineRequest({
            url: `${armOrigin}${path}/${encodeURIComponent(request.name)}?api-version=${apiVersion}`,
            method: 'PUT',
            headers: createHttpHeaders({ 'content-type': 'application/json' }),
            body: JSON.stringify(containerGroupBody(request)),
          }),
        ),
      );
      return createOutcome(request.name, { status: response.status, ...errorIn(response.bodyAsText) });
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
        if (answer.status === 404 || (answer.code && noLogYet.has(answer.code))) return undefined;
        throw azureError(
          `reading the log of the container "${container}" of the group "${name}"`,
          answer,
          error,
        );
      }
    },

    /** The answer to the DELETE is the same before and after the deletion has begun, so what is left is read. */
    async delete(name) {
      const client = await arm.containerInstances();
      const response = await calling(`deleting the container group "${name}"`, () =>
        client.sendRequest(
          createPipelineRequest({
            url: `${armOrigin}${path}/${encodeURIComponent(name)}?api-version=${apiVersion}`,
            method: 'DELETE',
          }),
        ),
      );
      const answer = { status: response.status, ...errorIn(response.bodyAsText) };
      if (answer.status === 204 || (answer.status === 404 && answer.code !== 'ResourceGroupNotFound'))
        return 'gone';
      if (answer.status >= 300) throw azureError(`deleting the container group "${name}"`, answer);
      return (await find(name)) ? 'deleting' : 'gone';
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
