import { SlipwayError } from '../errors.ts';
import type { IdempotencyClaim, IdempotencyKeys } from '../ports/idempotency-keys.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import type { StorageAccount } from './storage-account.ts';

/** Idempotency keys, one blob each: only the first write of a name succeeds, however many come at once. */
export function blobIdempotencyKeys(account: StorageAccount): IdempotencyKeys {
  const documents = blobDocuments(account, stateContainer);
  return {
    async claim(key, claim) {
      const name = `idempotency/${key}.json`;
      if ((await documents.write(name, claim, { ifAbsent: true })) === 'written') return claim;
      const found = (await documents.read(name))?.value as IdempotencyClaim | undefined;
      if (found) return found;
      throw new SlipwayError('azure-unavailable', `The claim of key "${key}" is there and cannot be read.`);
    },
  };
}
