import type { LokiDatabase, LokiDocument } from './metadata-journal.ts';

/** Azurite's record of a message, as far as it matters here. */
type MessageDocument = LokiDocument & { dequeueCount?: number; timeNextVisible?: number };

/**
 * Makes messages visible at once that somebody had taken when the storage ended. On Azure they come back when their
 * time is over, ten minutes with the Functions host; here the host that took them ended with the storage.
 */
export function returnUnfinishedMessages(queues: LokiDatabase, nowMs: number): void {
  for (const collection of queues.collections) {
    for (const document of collection.data as MessageDocument[]) {
      const { dequeueCount = 0, timeNextVisible = 0 } = document;
      if (dequeueCount === 0 || timeNextVisible <= nowMs) continue;
      document.timeNextVisible = nowMs;
      collection.update(document);
    }
  }
}
