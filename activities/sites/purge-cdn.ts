import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { purgeTarget } from '../../lib/promotion/purge-target.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: what was purged is not asked for again. A purge that fails stays to be done by whoever publishes next. */
export function purgeCdn({ cdn, targets }: ActivityDependencies): ActivityHandlers['purgeCdn'] {
  return ({ target, waitSeconds }) => purgeTarget({ cdn, targets }, target, waitSeconds);
}
