import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function releaseExpired(_deps: ActivityDependencies): ActivityHandlers['releaseExpired'] {
  return async () => ({ released: 0 });
}
