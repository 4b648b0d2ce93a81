import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function listContainerGroups({
  containers,
}: ActivityDependencies): ActivityHandlers['listContainerGroups'] {
  return async () => ({ groups: await containers.list() });
}
