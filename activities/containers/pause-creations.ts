import { paused } from '../../lib/decide/containers/creation-budget.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function pauseCreations({ budget, clock }: ActivityDependencies): ActivityHandlers['pauseCreations'] {
  return async ({ region }) => {
    const nowMs = clock.now().getTime();
    await budget.update((state) => ({ state: paused(state, region, nowMs), answer: undefined }));
    return { kind: 'paused' };
  };
}
