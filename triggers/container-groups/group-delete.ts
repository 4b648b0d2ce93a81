import { z } from 'zod';
import { containerName } from '../../lib/catalog/names.ts';
import { removeGroup } from '../../lib/containers/remove-group.ts';
import { removalRunId } from '../../lib/ids.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery } from '../http/read-query.ts';
import { runLinks } from '../http/run-links.ts';
import { runLinksSchema } from '../views/run-links-schema.ts';
import { checkOwner, forceQuery } from './group-of-request.ts';

/** Has a container group removed by a run of its own, which archives the end of its log and sees that the group is gone. */
export function containerGroupDelete(deps: TriggerDependencies): HttpTrigger {
  const { containerOperations, settings } = deps;
  return {
    name: 'containerGroupDelete',
    method: 'DELETE',
    route: 'container-groups/{name}',
    authLevel: 'function',
    operation: {
      id: 'deleteContainerGroup',
      tag: 'Container groups',
      summary: 'Delete a container group',
      description: 'Deleting what does not exist is no mistake.',
      visibility: 'important',
      query: forceQuery,
      answers: {
        202: {
          description: 'A run of its own deletes the group; it goes on until the group is gone.',
          json: z.object({ name: z.string(), run: z.string(), links: runLinksSchema }),
        },
        204: { description: 'There is no such group.' },
      },
      problems: ['group-owned'],
    },
    async handle(request, runs) {
      const { force } = readQuery(request, forceQuery);
      const name = request.params.name ?? '';
      const group = containerName.safeParse(name).success ? await containerOperations.read(name) : undefined;
      if (!group) return { status: 204 };
      if (!force) checkOwner(group, settings.hub);

      const { owner, attempt = 1, containers, initContainers } = group;
      await removeGroup(runs, {
        group: name,
        runId: owner?.id ?? name,
        attempt,
        containers: [...initContainers, ...containers].map((container) => container.name),
      });
      const run = removalRunId(name);
      const links = runLinks(settings.publicUrl, run);
      return { status: 202, headers: { location: links.self }, jsonBody: { name, run, links } };
    },
  };
}
