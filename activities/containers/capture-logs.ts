import { logIncrement, logOverlapChars } from '../../lib/decide/containers/log-increment.ts';
import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: what is archived already is recognised and not added again. */
export function captureLogs({
  containers,
  documents,
}: ActivityDependencies): ActivityHandlers['captureLogs'] {
  return async ({ group, runId, attempt }) => {
    try {
      const reading = await containers.readLogs(group);
      if (reading === undefined) return { kind: 'captured', bytes: 0 };
      const archived = await documents.readLogTail(runId, attempt, logOverlapChars);
      const added = logIncrement({ archivedTail: archived.text, archivedBytes: archived.bytes, reading });
      return {
        kind: 'captured',
        bytes:
          added === '' ? archived.bytes : await documents.appendLog(runId, attempt, added, archived.bytes),
      };
    } catch (error) {
      return { kind: 'notCaptured', message: messageOf(error) };
    }
  };
}
