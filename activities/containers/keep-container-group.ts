import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function keepContainerGroup({
  containers,
}: ActivityDependencies): ActivityHandlers['keepContainerGroup'] {
  return async ({ group, until }) => {
    await containers.keepUntil(group, new Date(until));
    return { kind: 'kept' };
  };
}
