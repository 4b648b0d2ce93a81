import { logIncrement, logOverlapChars } from '../../lib/decide/containers/log-increment.ts';
import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { LogName } from '../../lib/ports/run-documents.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: what is archived already is recognised and not added again. */
export function captureLogs({
  containers,
  documents,
}: ActivityDependencies): ActivityHandlers['captureLogs'] {
  /** Archives what is new of one container; the size of its archive. */
  const capture = async (group: string, container: string, log: LogName): Promise<number> => {
    const reading = await containers.readLog(group, container);
    if (reading === undefined) return 0;
    const archived = await documents.readLogTail(log, logOverlapChars);
    const added = logIncrement({ archivedTail: archived.text, archivedBytes: archived.bytes, reading });
    return added === '' ? archived.bytes : documents.appendLog(log, added, archived.bytes);
  };

  return async ({ group, runId, attempt, containers: names }) => {
    const results = await Promise.allSettled(
      names.map((container) =>
        capture(group, container, { runId, attempt, ...(names.length > 1 ? { container } : {}) }),
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
