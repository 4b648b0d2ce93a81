import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Ends the places whose callers did not renew them. */
export function releaseExpired({ allocator }: ActivityDependencies): ActivityHandlers['releaseExpired'] {
  return async ({ fleet }) => ({ released: await allocator.releaseExpired(fleet) });
}
