import type { KeepingProgress } from '../../contract/keeping.ts';
import type { KeepingNotes } from '../ports/keeping-notes.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import type { StorageAccount } from './storage-account.ts';

const name = 'keeping/progress.json';

/** One document. A lost one only lets the next clean-up look at everything again. */
export function blobKeepingNotes(account: StorageAccount): KeepingNotes {
  const documents = blobDocuments(account, stateContainer);
  return {
    async read() {
      const stored = (await documents.read(name))?.value as KeepingProgress | undefined;
      return stored ?? { collectedAt: {} };
    },
    async write(progress) {
      await documents.write(name, progress);
    },
  };
}
