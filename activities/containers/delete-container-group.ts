import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a group that is gone already counts as deleted. */
export function deleteContainerGroup({
  containers,
}: ActivityDependencies): ActivityHandlers['deleteContainerGroup'] {
  return async ({ group }) => ({ kind: await containers.delete(group) });
}
