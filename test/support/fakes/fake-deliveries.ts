import type { Deliveries, DeliveryRecord } from '../../../lib/ports/deliveries.ts';

/** Deliveries in memory. */
export class FakeDeliveries implements Deliveries {
  readonly records = new Map<string, DeliveryRecord>();

  async claim(
    deliveryId: string,
    record: DeliveryRecord,
  ): Promise<{ kind: 'new' } | { kind: 'duplicate'; record: DeliveryRecord }> {
    const existing = this.records.get(deliveryId);
    if (existing) return { kind: 'duplicate', record: structuredClone(existing) };
    this.records.set(deliveryId, structuredClone(record));
    return { kind: 'new' };
  }
}
