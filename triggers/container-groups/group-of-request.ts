import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import type { GroupDetails, GroupLinks, GroupView } from '../../contract/container-operations.ts';
import { containerName } from '../../lib/catalog/names.ts';
import { groupView } from '../../lib/decide/containers/group-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { groupUrl } from '../../lib/group-url.ts';
import type { TriggerDependencies } from '../dependencies.ts';

/** Of operations that change a group. */
export const forceQuery = z.strictObject({
  force: z
    .literal('1')
    .optional()
    .describe('Also for a group that belongs to a run, a fleet, or to nobody that Slipway knows.'),
});

/** The group that the request names. Throws `group-unknown`. */
export async function groupOfRequest(
  deps: Pick<TriggerDependencies, 'containerOperations'>,
  request: HttpRequest,
): Promise<GroupDetails> {
  return groupOfName(deps, request.params.name ?? '');
}

/** Throws `group-unknown`. */
export async function groupOfName(
  { containerOperations }: Pick<TriggerDependencies, 'containerOperations'>,
  name: string,
): Promise<GroupDetails> {
  // Nothing else can be the name of a group, and it becomes part of a URL.
  const group = containerName.safeParse(name).success ? await containerOperations.read(name) : undefined;
  if (group) return group;
  throw unknownGroup(name);
}

export function unknownGroup(name: string): SlipwayError {
  return new SlipwayError(
    'group-unknown',
    `The resource group has no container group "${name}"; GET /api/container-groups?all=1 lists those that it has.`,
  );
}

/** Throws `group-owned` where the group is not a person's, made by this app. */
export function checkOwner({ name, owner }: GroupDetails, hub: string): void {
  if (owner?.kind === 'person' && owner.hub === hub) return;
  throw new SlipwayError('group-owned', `The container group "${name}" ${whose(owner, hub)}.`, {
    details: { owner },
  });
}

function whose(owner: GroupDetails['owner'], hub: string): string {
  const forced = 'or add ?force=1 to do it all the same';
  if (!owner) return `was not made by Slipway; leave it to whoever made it, ${forced}`;
  if (owner.hub !== hub) return `belongs to the app "${owner.hub}"; ask that, ${forced}`;
  return owner.kind === 'run'
    ? `belongs to the run "${owner.id}"; cancel that with POST /api/runs/${owner.id}/cancel, ${forced}`
    : `belongs to the fleet "${owner.id}", which replaces its servers itself; ask that, ${forced}`;
}

export function viewOfGroup({ settings }: TriggerDependencies, group: GroupDetails): GroupView {
  return groupView(group, groupLinks(settings.publicUrl, group.name));
}

function groupLinks(publicUrl: string, name: string): GroupLinks {
  const self = groupUrl(publicUrl, name);
  const below = (action: string): string => `${self}/${action}`;
  return {
    self,
    logs: below('logs'),
    start: below('start'),
    stop: below('stop'),
    restart: below('restart'),
    exec: below('exec'),
    attach: below('attach'),
  };
}

/** The container that the caller means: named, or the only one. Throws `container-unknown` and `invalid-request`. */
export function containerOf({ name, containers, initContainers }: GroupDetails, wanted?: string): string {
  const names = [...containers, ...initContainers].map((container) => container.name);
  const [only] = containers;
  if (wanted === undefined && only && names.length === 1) return only.name;
  if (wanted === undefined) {
    throw new SlipwayError(
      'invalid-request',
      `The container group "${name}" has several containers; say which with "container": ${names.join(', ')}.`,
    );
  }
  if (names.includes(wanted)) return wanted;
  throw new SlipwayError(
    'container-unknown',
    `The container group "${name}" has no container "${wanted}"; it has: ${names.join(', ')}.`,
  );
}
