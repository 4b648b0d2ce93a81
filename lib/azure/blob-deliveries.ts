import { SlipwayError } from '../errors.ts';
import type { Deliveries, DeliveryRecord } from '../ports.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import type { StorageAccount } from './storage-account.ts';

/** Webhook deliveries, one blob each: only the first write of a name succeeds, however many come at once. */
export function blobDeliveries(account: StorageAccount): Deliveries {
  const documents = blobDocuments(account, stateContainer);
  return {
    async claim(deliveryId, record) {
      const name = `deliveries/${deliveryId}.json`;
      if ((await documents.write(name, record, { ifAbsent: true })) === 'written') return { kind: 'new' };
      const existing = await documents.read(name);
      if (existing) return { kind: 'duplicate', record: existing.value as DeliveryRecord };
      throw new SlipwayError(
        'azure-unavailable',
        `The record of delivery "${deliveryId}" is there and cannot be read.`,
      );
    },
  };
}
