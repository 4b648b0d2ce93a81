import { logIncrement, logOverlapChars } from '../decide/containers/log-increment.ts';
import type { Containers } from '../ports/containers.ts';
import type { LogName, RunDocuments } from '../ports/run-documents.ts';

export type LogPorts = { containers: Pick<Containers, 'readLog'>; documents: RunDocuments };

/**
 * Archives what is new of one container's log; answers the size of its archive. Idempotent: what is archived already is
 * recognised and not added again, whoever does it.
 */
export async function captureLog(
  { containers, documents }: LogPorts,
  { group, container, log }: { group: string; container: string; log: LogName },
): Promise<number> {
  const reading = await containers.readLog(group, container);
  if (reading === undefined) return 0;
  const archived = await documents.readLogTail(log, logOverlapChars);
  const added = logIncrement({ archivedTail: archived.text, archivedBytes: archived.bytes, reading });
  return added === '' ? archived.bytes : documents.appendLog(log, added, archived.bytes);
}

/** Under which name a container's log is archived. */
export function logName(
  { runId, attempt, containers }: { runId: string; attempt: number; containers: readonly string[] },
  container: string,
): LogName {
  return { runId, attempt, ...(containers.length > 1 ? { container } : {}) };
}
