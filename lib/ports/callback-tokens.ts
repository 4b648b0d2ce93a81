/** Tokens with which a container reports on its own run and attempt. */
export interface CallbackTokens {
  issue(claim: { runId: string; attempt: number; expiresAt: Date }): Promise<string>;
  /** Throws `token-invalid` or `token-expired`. */
  verify(token: string, runId: string): Promise<{ attempt: number }>;
}
