import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function getContainerState({
  containers,
}: ActivityDependencies): ActivityHandlers['getContainerState'] {
  return ({ group }) => containers.read(group);
}
