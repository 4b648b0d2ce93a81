import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function seatWaiting(_deps: ActivityDependencies): ActivityHandlers['seatWaiting'] {
  return async () => ({ seated: 0 });
}
