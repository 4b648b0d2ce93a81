/** The definitions of fleets that came by the API, as people wrote them: who reads them checks them. */
export interface StoredFleets {
  read(fleet: string): Promise<{ definition: unknown; etag: string } | undefined>;
  /** Writes only if it is still the one of `etag` (undefined: none exists). */
  write(fleet: string, definition: unknown, etag: string | undefined): Promise<'written' | 'conflict'>;
  /** Absent ones are fine. */
  remove(fleet: string): Promise<void>;
  /** In the order of the alphabet. */
  names(): Promise<string[]>;
}
