import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { captureLogs } from './capture-logs.ts';

/** The log first: what a container wrote before it was seen to have ended is archived then. */
export function observeGroup(deps: ActivityDependencies): ActivityHandlers['observeGroup'] {
  const capture = captureLogs(deps);
  return async (source, invocation) => {
    await capture(source, invocation);
    return deps.containers.read(source.group);
  };
}
