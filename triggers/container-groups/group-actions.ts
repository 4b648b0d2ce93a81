import type { GroupAction } from '../../contract/container-operations.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import type { Operation } from '../http/operation.ts';
import { readQuery } from '../http/read-query.ts';
import { groupViewSchema } from '../views/group-view-schema.ts';
import { checkOwner, forceQuery, groupOfRequest, unknownGroup, viewOfGroup } from './group-of-request.ts';
import { groupProblem } from './group-problem.ts';

export function containerGroupStart(deps: TriggerDependencies): HttpTrigger {
  return action(deps, 'start', {
    name: 'containerGroupStart',
    id: 'startContainerGroup',
    summary: 'Start a container group',
    description:
      'Starts a stopped group. Its images are pulled anew, and its containers begin from the beginning.',
  });
}

export function containerGroupStop(deps: TriggerDependencies): HttpTrigger {
  return action(deps, 'stop', {
    name: 'containerGroupStop',
    id: 'stopContainerGroup',
    summary: 'Stop a container group',
    description: 'Ends the containers and what they cost. The group stays and can be started again.',
  });
}

export function containerGroupRestart(deps: TriggerDependencies): HttpTrigger {
  return action(deps, 'restart', {
    name: 'containerGroupRestart',
    id: 'restartContainerGroup',
    summary: 'Restart a container group',
    description: 'Restarts all containers where they are. Images that changed are pulled anew.',
  });
}

type Words = { name: string } & Pick<Operation, 'id' | 'summary' | 'description'>;

function action(deps: TriggerDependencies, verb: GroupAction, { name, ...words }: Words): HttpTrigger {
  const { containerOperations, settings } = deps;
  return {
    name,
    method: 'POST',
    route: `container-groups/{name}/${verb}`,
    authLevel: 'function',
    operation: {
      ...words,
      tag: 'Container groups',
      query: forceQuery,
      answers: { 202: { description: 'Azure has begun it.', json: groupViewSchema } },
      problems: ['group-unknown', 'group-owned', 'group-transitioning', 'group-refused', 'azure-throttled'],
    },
    async handle(request) {
      const { force } = readQuery(request, forceQuery);
      const group = await groupOfRequest(deps, request);
      if (!force) checkOwner(group, settings.hub);

      const outcome = await containerOperations.act(group.name, verb);
      if (outcome.kind === 'absent') throw unknownGroup(group.name);
      if ('message' in outcome) throw groupProblem(`${verb} the container group "${group.name}"`, outcome);
      const after = (await containerOperations.read(group.name)) ?? group;
      const view = viewOfGroup(deps, after);
      return { status: 202, headers: { location: view.links.self }, jsonBody: view };
    },
  };
}
