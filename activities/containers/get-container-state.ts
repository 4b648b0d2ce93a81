import type { ActivityHandlers } from '../../contract/activities.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function getContainerState({
  containers,
}: ActivityDependencies): ActivityHandlers['getContainerState'] {
  return ({ group }) => containers.read(group);
}
