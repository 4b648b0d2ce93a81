import { byAttempt, joinedLogs } from '../joined-logs.ts';
import type { LogName, RunDocuments, ValueName } from '../ports/run-documents.ts';
import { appendToBlob } from './append-to-blob.ts';
import { calling } from './azure-error.ts';
import { blobDocuments, readBlob } from './blob-documents.ts';
import { blobNames, deleteBlobs } from './blob-lists.ts';
import { logContainer, stateContainer } from './blob-names.ts';
import { isStatus, type StorageAccount } from './storage-account.ts';

/** Longest UTF-8 sequence, to read enough bytes for so many characters. */
const bytesPerChar = 4;

/** Documents of runs as blobs; logs as append blobs, one for each container of each attempt. */
export function blobRunDocuments(account: StorageAccount): RunDocuments {
  const documents = blobDocuments(account, stateContainer);

  return {
    async appendLog(log, text, position) {
      const name = logName(log);
      return calling(`appending to the log "${name}"`, () =>
        appendToBlob(account, { container: logContainer, name, bytes: Buffer.from(text), position }),
      );
    },

    async readLogTail(log, maxChars) {
      const name = logName(log);
      return calling(`reading the end of the log "${name}"`, async () => {
        const blob = account.container(logContainer).getBlobClient(name);
        try {
          const { contentLength = 0 } = await blob.getProperties();
          const start = Math.max(0, contentLength - maxChars * bytesPerChar);
          if (contentLength === 0) return { text: '', bytes: 0 };
          const bytes = await blob.downloadToBuffer(start, contentLength - start);
          const text = lastChars(withoutCutChar(bytes, start > 0).toString('utf8'), maxChars);
          return { text, bytes: contentLength };
        } catch (error) {
          if (isStatus(error, 404)) return { text: '', bytes: 0 };
          throw error;
        }
      });
    },

    async readLogFrom(log, position) {
      const name = logName(log);
      return calling(`reading on in the log "${name}"`, async () => {
        const blob = account.container(logContainer).getBlobClient(name);
        try {
          const { contentLength = 0 } = await blob.getProperties();
          if (contentLength <= position) return { text: '', bytes: contentLength };
          const bytes = await blob.downloadToBuffer(position, contentLength - position);
          return { text: bytes.toString('utf8'), bytes: contentLength };
        } catch (error) {
          if (isStatus(error, 404)) return { text: '', bytes: 0 };
          throw error;
        }
      });
    },

    async listLogs(runId) {
      const names = await blobNames(account, logContainer, `${runId}/`);
      return names.map((name) => ({ runId, ...nameOf(runId, name) })).sort(byAttempt);
    },

    async readLog(runId) {
      const container = account.container(logContainer);
      const names = await blobNames(account, logContainer, `${runId}/`);
      return calling(`reading the log of run "${runId}"`, async () => {
        const logs = await Promise.all(
          names.map(async (name) => {
            const text = (await readBlob(container, name))?.bytes.toString('utf8') ?? '';
            return { ...nameOf(runId, name), text };
          }),
        );
        return logs.length === 0 ? undefined : joinedLogs(logs);
      });
    },

    /** The first reason stays: it is the one that people were told. */
    async markCancelled(runId, reason) {
      await documents.write(`cancellations/${runId}.json`, { reason }, { ifAbsent: true });
    },

    async writeValue(runId, which, value) {
      await documents.write(valueName(runId, which), value);
    },

    async readValue(runId, which) {
      const found = await documents.read(valueName(runId, which));
      return found && { value: found.value };
    },

    async forget(runId) {
      const values = `values/${runId}/`;
      const state = [...(await blobNames(account, stateContainer, values)), `cancellations/${runId}.json`];
      await deleteBlobs(account, stateContainer, state);
      await deleteBlobs(account, logContainer, await blobNames(account, logContainer, `${runId}/`));
    },

    async readCancellation(runId) {
      const found = await documents.read(`cancellations/${runId}.json`);
      return found?.value as { reason: string } | undefined;
    },
  };
}

function valueName(runId: string, which: ValueName): string {
  return `values/${runId}/${which}.json`;
}

function logName({ runId, attempt, container }: LogName): string {
  return container === undefined ? `${runId}/${attempt}.log` : `${runId}/${attempt}/${container}.log`;
}

function nameOf(runId: string, blob: string): Omit<LogName, 'runId'> {
  const [attempt, container] = blob
    .slice(runId.length + 1)
    .replace(/\.log$/, '')
    .split('/');
  return { attempt: Number(attempt), ...(container === undefined ? {} : { container }) };
}

/** Drops the rest of a character that the range cut in two. */
function withoutCutChar(bytes: Buffer, cut: boolean): Buffer {
  let start = 0;
  while (cut && start < bytes.length && ((bytes[start] ?? 0) & 0b1100_0000) === 0b1000_0000) start++;
  return bytes.subarray(start);
}

function lastChars(text: string, maxChars: number): string {
  const tail = text.slice(-maxChars);
  // The cut may fall between the two halves of one character.
  return /^[\uDC00-\uDFFF]/.test(tail) ? tail.slice(1) : tail;
}
