import { z } from 'zod';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readJson } from '../http/read-body.ts';
import { readQuery } from '../http/read-query.ts';
import { groupViewSchema } from '../views/group-view-schema.ts';
import { checkOwner, forceQuery, groupOfRequest, unknownGroup, viewOfGroup } from './group-of-request.ts';

const bodySchema = z
  .strictObject({
    deadlineMinutes: z
      .int()
      .min(1)
      .max(525_600)
      .nullable()
      .optional()
      .describe('From now; null: the group stays until somebody deletes it.'),
    tags: z
      .record(
        z.string().regex(/^(?!slipway-)[^<>%&\\?/]{1,512}$/i, 'tags of slipway- say whose the group is'),
        z.string().max(256).nullable(),
      )
      .optional()
      .describe('null takes a tag off; others stay.'),
  })
  .refine(({ deadlineMinutes, tags }) => deadlineMinutes !== undefined || tags !== undefined, {
    error: 'give "deadlineMinutes", "tags" or both',
  });

/** Changes what can be changed of a group without restarting its containers. */
export function containerGroupPatch(deps: TriggerDependencies): HttpTrigger {
  const { clock, containerOperations, settings } = deps;
  return {
    name: 'containerGroupPatch',
    method: 'PATCH',
    route: 'container-groups/{name}',
    authLevel: 'function',
    operation: {
      id: 'tagContainerGroup',
      tag: 'Container groups',
      summary: 'Change the tags or the deadline of a container group',
      description: 'Its containers go on.',
      query: forceQuery,
      body: bodySchema,
      answers: { 200: { description: 'How the group stands.', json: groupViewSchema } },
      problems: ['group-unknown', 'group-owned'],
    },
    async handle(request) {
      const { force } = readQuery(request, forceQuery);
      const { deadlineMinutes, tags = {} } = await readJson(request, bodySchema);
      const group = await groupOfRequest(deps, request);
      if (!force) checkOwner(group, settings.hub);

      const inMinutes = (minutes: number): Date => new Date(clock.now().getTime() + minutes * 60_000);
      await containerOperations.tag(group.name, {
        tags,
        ...(deadlineMinutes === undefined
          ? {}
          : { deadline: deadlineMinutes === null ? null : inMinutes(deadlineMinutes) }),
      });
      const after = await containerOperations.read(group.name);
      if (!after) throw unknownGroup(group.name);
      return { status: 200, jsonBody: viewOfGroup(deps, after) };
    },
  };
}
