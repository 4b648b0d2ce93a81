import type { ReleaseFile } from '../../contract/build.ts';
import type { PromotionPart, PromotionSummary } from '../../contract/releases.ts';

/** What one activity carries out: files to copy, or paths to delete. */
export type PlanChunk = { copy: ReleaseFile[] } | { remove: string[] };

/** The plans of promotions, in pieces: no activity ever holds the whole of one. */
export interface PromotionPlans {
  writeChunk(runId: string, part: PromotionPart, chunk: number, content: PlanChunk): Promise<void>;
  /** Throws `release-missing` when it is not there. */
  readChunk(runId: string, part: PromotionPart, chunk: number): Promise<PlanChunk>;
  writeSummary(runId: string, summary: PromotionSummary): Promise<void>;
  /** Throws `release-missing` when it is not there. */
  readSummary(runId: string): Promise<PromotionSummary>;
}
