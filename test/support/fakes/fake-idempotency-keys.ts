import type { IdempotencyClaim, IdempotencyKeys } from '../../../lib/ports/idempotency-keys.ts';

/** Keys in memory. */
export class FakeIdempotencyKeys implements IdempotencyKeys {
  readonly claims = new Map<string, IdempotencyClaim>();

  async claim(key: string, claim: IdempotencyClaim): Promise<IdempotencyClaim> {
    const holds = this.claims.get(key) ?? claim;
    this.claims.set(key, holds);
    return holds;
  }
}
