import type { KeepingProgress } from '../../contract/keeping.ts';

/** What one clean-up leaves for the next. */
export interface KeepingNotes {
  read(): Promise<KeepingProgress>;
  write(progress: KeepingProgress): Promise<void>;
}
