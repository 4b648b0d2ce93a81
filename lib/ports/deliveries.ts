/** A webhook delivery that was accepted, with what it started. */
export type DeliveryRecord = { receivedAt: string; runs: Array<{ id: string; site: string; sha: string }> };

/** Webhook deliveries, each accepted once: the check is a conditional write, because starts by id are not atomic. */
export interface Deliveries {
  claim(
    deliveryId: string,
    record: DeliveryRecord,
  ): Promise<{ kind: 'new' } | { kind: 'duplicate'; record: DeliveryRecord }>;
}
