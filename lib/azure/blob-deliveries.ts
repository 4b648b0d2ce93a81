import { randomUUID } from 'node:crypto';
import { SlipwayError } from '../errors.ts';
import type { Deliveries, DeliveryRecord } from '../ports/deliveries.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import type { StorageAccount } from './storage-account.ts';

/** What is stored: with a mark of the claim that wrote it. */
type StoredDelivery = { claim: string; record: DeliveryRecord };

/**
 * Webhook deliveries, one blob each: only the first write of a name succeeds, however many come at once. The storage client
 * repeats a write whose answer was lost, and the repetition finds its own blob; the mark tells it from another's, so that
 * no push is lost as a duplicate of itself.
 */
export function blobDeliveries(account: StorageAccount): Deliveries {
  const documents = blobDocuments(account, stateContainer);
  return {
    async claim(deliveryId, record) {
      const name = `deliveries/${deliveryId}.json`;
      const mine: StoredDelivery = { claim: randomUUID(), record };
      if ((await documents.write(name, mine, { ifAbsent: true })) === 'written') return { kind: 'new' };
      const stored = (await documents.read(name))?.value as StoredDelivery | undefined;
      if (stored?.claim === mine.claim) return { kind: 'new' };
      if (stored) return { kind: 'duplicate', record: stored.record };
      throw new SlipwayError(
        'azure-unavailable',
        `The record of delivery "${deliveryId}" is there and cannot be read.`,
      );
    },
  };
}
