import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Gives room to callers that wait, in their order. */
export function seatWaiting({ allocator }: ActivityDependencies): ActivityHandlers['seatWaiting'] {
  return async ({ fleet }) => ({ seated: await allocator.seatWaiting(fleet) });
}
