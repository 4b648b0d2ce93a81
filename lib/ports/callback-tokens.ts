/** What a token says of its bearer. */
export type CallbackClaim = {
  runId: string;
  attempt: number;
  /** The one of the group's containers that holds it. */
  container?: string;
  /** The site whose release container its bearer may ask for access to. */
  releases?: string;
  /** The run whose input its bearer may read. */
  input?: string;
  /** The server of a fleet that its bearer is; then the run is the one of the fleet. */
  server?: string;
  expiresAt: Date;
};

/** Tokens with which a container reports on its own run and attempt. */
export interface CallbackTokens {
  issue(claim: CallbackClaim): Promise<string>;
  /** Throws `token-invalid` or `token-expired`. */
  verify(token: string, runId: string): Promise<Omit<CallbackClaim, 'runId'>>;
}
