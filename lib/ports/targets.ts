import type { ExpiringFiles, TargetName, TargetState } from '../../contract/releases.ts';

/** Documents of files that wait for the end of their grace. The id tells when that is. */
export type ExpiringDocument = { id: string; deleteAfter: string };

/** What is known of targets. */
export interface Targets {
  /** The empty state where there is none. */
  read(target: TargetName): Promise<{ state: TargetState; etag: string | undefined }>;
  /** Writes only if the state is still the one of `etag` (undefined: none exists). */
  write(state: TargetState, etag: string | undefined): Promise<'written' | 'conflict'>;
  /** Idempotent: files of the same time and `name` replace each other. */
  addExpiring(target: TargetName, name: string, files: ExpiringFiles): Promise<void>;
  /** Those whose time comes first at the beginning. */
  listExpiring(target: TargetName): Promise<ExpiringDocument[]>;
  readExpiring(target: TargetName, id: string): Promise<ExpiringFiles | undefined>;
  /** Absent ones are fine. */
  deleteExpiring(target: TargetName, id: string): Promise<void>;
}
