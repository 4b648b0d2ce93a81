import { releaseRoom } from '../../lib/containers/release-room.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { captureLogs } from './capture-logs.ts';

/**
 * In this order, because a group in deletion has no log and still counts against the quota. Idempotent: nothing is archived twice, a
 * group that is gone already counts as deleted, and a ticket that is gone changes nothing.
 */
export function removeContainerGroup(deps: ActivityDependencies): ActivityHandlers['removeContainerGroup'] {
  const capture = captureLogs(deps);
  return async ({ reported, ...source }, invocation) => {
    const { group } = source;
    // Looked at before the log is read, so that all of it is archived of one that has exited.
    const isPrinting = reported !== undefined && (await isRunning(deps, group, reported));
    await capture(source, invocation);
    if (isPrinting) return { kind: 'printing' };
    const kind = await deps.containers.delete(group);
    // What is there keeps its room, until the sweep has it removed or finds it gone.
    if (kind === 'gone') await releaseRoom(deps, invocation.runs, [group]);
    return { kind };
  };
}

async function isRunning(
  { containers }: ActivityDependencies,
  group: string,
  names: readonly string[],
): Promise<boolean> {
  const state = await containers.read(group);
  if (state.kind === 'absent') return false;
  return state.containers.some(({ name, state }) => state === 'running' && names.includes(name));
}
