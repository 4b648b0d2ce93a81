import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const rowsAtATime = 500;

export function deleteRunRows({ runIndex }: ActivityDependencies): ActivityHandlers['deleteRunRows'] {
  return async ({ before }) => {
    const { length } = await runIndex.removeBefore(before, rowsAtATime);
    return { deleted: length, more: length === rowsAtATime };
  };
}
