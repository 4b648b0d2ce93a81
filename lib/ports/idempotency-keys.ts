/** Keys with which callers make a request safe to repeat, each claimed once by a conditional write. */
export interface IdempotencyKeys {
  /** The claim that holds: this one, or the one that came first. `key` is of letters, digits and hyphens. */
  claim(key: string, claim: IdempotencyClaim): Promise<IdempotencyClaim>;
}

/** What a key stands for: the digest of the request's body. */
export type IdempotencyClaim = { body: string; claimedAt: string };
