import type { ConnectOutcome, PutOutcome } from '../../contract/container-operations.ts';
import type { GroupDefaults } from '../config.ts';
import type { ContainerOperations, PutRequest } from '../ports/container-operations.ts';
import type { ArmClients } from './arm-clients.ts';
import { answerOf, azureError, calling, hasNoLogYet, isAbsent } from './azure-error.ts';
import { azureLocations } from './azure-locations.ts';
import { containerGroupBody } from './container-group-body.ts';
import { containerGroupRequests } from './container-group-requests.ts';
import { deadlineTag, ownerIn, tagsOf } from './container-group-tags.ts';
import { groupDetails } from './group-details.ts';
import { actionOutcome, connectRefusal, putOutcome } from './operation-outcomes.ts';
import { withGroupDefaults } from './with-group-defaults.ts';

/** The operations on Azure Container Instances. */
export function azureContainerOperations(arm: ArmClients, defaults: GroupDefaults = {}): ContainerOperations {
  const { resourceGroup } = arm;
  const send = containerGroupRequests(arm);

  const connect = async (
    attempt: string,
    call: () => Promise<{ webSocketUri?: string; password?: string }>,
  ): Promise<ConnectOutcome> => {
    try {
      const { webSocketUri = '', password = '' } = await call();
      return { kind: 'open', webSocketUri, password };
    } catch (error) {
      return connectRefusal(attempt, answerOf(error), error);
    }
  };

  return {
    ...azureLocations(arm),

    async list() {
      const client = await arm.containerInstances();
      return calling(`listing the container groups of "${resourceGroup}"`, async () => {
        const groups: Awaited<ReturnType<ContainerOperations['list']>> = [];
        for await (const { name = '', location = '', tags } of client.containerGroups.listByResourceGroup(
          resourceGroup,
        )) {
          const owner = ownerIn(tags);
          groups.push({ name, region: location, ...(owner ? { owner } : {}) });
        }
        return groups.sort((one, other) => (one.name < other.name ? -1 : 1));
      });
    },

    async read(name) {
      const client = await arm.containerInstances();
      try {
        return groupDetails(name, await client.containerGroups.get(resourceGroup, name));
      } catch (error) {
        const answer = answerOf(error);
        if (isAbsent(answer)) return undefined;
        throw azureError(`reading the container group "${name}"`, answer, error);
      }
    },

    async put(request): Promise<PutOutcome> {
      const attempt = `creating the container group "${request.name}"`;
      const answer = await send({
        method: 'PUT',
        name: request.name,
        body: bodyOf(request, defaults),
        attempt,
      });
      return putOutcome(request.name, answer);
    },

    /** The service takes all tags of a group, and nothing else, so the others are written again. */
    async tag(name, { tags: wanted, deadline }) {
      const changes = {
        ...wanted,
        ...(deadline === undefined ? {} : { [deadlineTag]: deadline?.toISOString() ?? null }),
      };
      const client = await arm.containerInstances();
      try {
        const { tags = {} } = await client.containerGroups.get(resourceGroup, name);
        const written = Object.entries({ ...tags, ...changes }).filter(
          (entry): entry is [string, string] => entry[1] !== null,
        );
        await client.containerGroups.update(resourceGroup, name, { tags: Object.fromEntries(written) });
        return 'tagged';
      } catch (error) {
        const answer = answerOf(error);
        if (isAbsent(answer)) return 'absent';
        throw azureError(`tagging the container group "${name}"`, answer, error);
      }
    },

    async act(name, action) {
      const attempt = `asking for a ${action} of the container group "${name}"`;
      const answer = await send({ method: 'POST', name, action: `/${action}`, attempt });
      return actionOutcome(attempt, answer);
    },

    async readLog(name, container, options) {
      const client = await arm.containerInstances();
      try {
        return (await client.containers.listLogs(resourceGroup, name, container, options)).content;
      } catch (error) {
        const answer = answerOf(error);
        if (isAbsent(answer) || hasNoLogYet(answer)) return undefined;
        const attempt = `reading the log of the container "${container}" of the group "${name}"`;
        throw azureError(attempt, answer, error);
      }
    },

    async exec(name, container, { command, rows, columns }) {
      const client = await arm.containerInstances();
      return connect(`starting "${command}" in the container "${container}" of the group "${name}"`, () =>
        client.containers.executeCommand(resourceGroup, name, container, {
          command,
          terminalSize: { rows, cols: columns },
        }),
      );
    },

    async attach(name, container) {
      const client = await arm.containerInstances();
      return connect(`attaching to the container "${container}" of the group "${name}"`, () =>
        client.containers.attach(resourceGroup, name, container),
      );
    },
  };
}

function bodyOf(request: PutRequest, defaults: GroupDefaults): Record<string, unknown> {
  if (request.kind === 'described')
    return containerGroupBody({ ...request, shape: withGroupDefaults(request.shape, defaults) });
  const { body, owner, deadline, region } = request;
  const tags = tagsOf({ owner, attempt: 1, ...(deadline ? { deadline } : {}) });
  return {
    ...body,
    location: region,
    tags: { ...(body.tags as Record<string, string> | undefined), ...tags },
  };
}
