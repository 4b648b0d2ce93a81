import { captureLog, logName } from '../../lib/containers/capture-log.ts';
import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Archives what is new of each container's log, one of them whatever becomes of the others. */
export function captureLogs(ports: ActivityDependencies): ActivityHandlers['captureLogs'] {
  return async (source) => {
    const results = await Promise.allSettled(
      source.containers.map((container) =>
        captureLog(ports, { group: source.group, container, log: logName(source, container) }),
      ),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) return { kind: 'notCaptured', message: messageOf(failed.reason) };
    const bytes = results.reduce(
      (sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0),
      0,
    );
    return { kind: 'captured', bytes };
  };
}
