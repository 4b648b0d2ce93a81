import { z } from 'zod';
import { containerName } from '../../lib/catalog/names.ts';
import { countedRegions } from '../../lib/containers/counted-regions.ts';
import { putGroup } from '../../lib/containers/put-group.ts';
import { secretReader } from '../../lib/containers/secret-reader.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { checked, readJson } from '../http/read-body.ts';
import { readQuery } from '../http/read-query.ts';
import { groupViewSchema } from '../views/group-view-schema.ts';
import { checkOwner, forceQuery, unknownGroup, viewOfGroup } from './group-of-request.ts';
import { groupProblem, putProblems } from './group-problem.ts';
import { groupPutBody, putCandidates } from './group-put-body.ts';

const anyObject = z.looseObject({});

/** A person makes a container group, or changes one; it stays until somebody deletes it, or until its deadline. */
export function containerGroupPut(deps: TriggerDependencies): HttpTrigger {
  const { clock, containerOperations, kubernetes, secrets, settings } = deps;
  const updateCounted = countedRegions(deps);
  return {
    name: 'containerGroupPut',
    method: 'PUT',
    route: 'container-groups/{name}',
    authLevel: 'function',
    operation: {
      id: 'putContainerGroup',
      tag: 'Container groups',
      summary: 'Create or update a container group',
      description:
        'Takes a group as Slipway describes it, or a body of the management API. It does not wait until the containers run. ' +
        'An update restarts them.',
      visibility: 'important',
      query: forceQuery,
      body: groupPutBody,
      answers: {
        200: { description: 'The group existed and is being changed.', json: groupViewSchema },
        201: { description: 'The group is being created.', json: groupViewSchema },
      },
      problems: ['group-owned', 'secret-unknown', ...putProblems],
    },
    async handle(request, runs) {
      const { force } = readQuery(request, forceQuery);
      const name = checked(containerName, request.params.name ?? '', 'name');
      const body = await readJson(request, anyObject);
      const existing = await containerOperations.read(name);
      if (existing && !force) checkOwner(existing, settings.hub);

      const candidates = await putCandidates(body, {
        name,
        owner: { kind: 'person', id: name, hub: settings.hub },
        now: clock.now(),
        secrets: secretReader({ secrets, kubeObjects: kubernetes.objects }),
        locations: settings.locations,
        region: existing?.region,
      });
      const answer = await putGroup({ ...deps, updateCounted }, runs, existing, candidates);
      if ('message' in answer) throw groupProblem(`create the container group "${name}"`, answer);
      const group = await containerOperations.read(name);
      if (!group) throw unknownGroup(name);
      const view = viewOfGroup(deps, group);
      return {
        status: answer.kind === 'created' ? 201 : 200,
        headers: { location: view.links.self },
        jsonBody: view,
      };
    },
  };
}
