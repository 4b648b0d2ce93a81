import type { ActivityHandlers } from '../../contract/activities.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function listContainerGroups({
  containers,
}: ActivityDependencies): ActivityHandlers['listContainerGroups'] {
  return async () => ({ groups: await containers.list() });
}
