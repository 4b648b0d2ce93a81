/** A file of a share of Azure Files. */
export type SharedFile = { account: string; share: string; path: string };

export type SharedFileContent =
  | { kind: 'found'; bytes: Uint8Array }
  | { kind: 'absent' }
  | { kind: 'tooLarge'; bytes: number }
  /** The key does not fit the account. */
  | { kind: 'refused' };

/** The volumes of kind `azureFile`, seen from outside their containers. */
export interface FileShares {
  /** Reads a file of at most `maxBytes`. */
  read(file: SharedFile, accountKey: string, maxBytes: number): Promise<SharedFileContent>;
}
