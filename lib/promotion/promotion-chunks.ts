import type { ReleaseFile } from '../../contract/build.ts';
import type { PromotionPlan } from '../decide/sites/promotion-plan.ts';
import { SlipwayError } from '../errors.ts';
import type { RunDocuments } from '../ports/run-documents.ts';

/** Files that one activity copies: seconds of work, so that a crash repeats little and an activity stays far from its time limit. */
const filesPerChunk = 64;

export function chunkCount(files: readonly ReleaseFile[]): number {
  return Math.ceil(files.length / filesPerChunk);
}

export function chunkOf(files: readonly ReleaseFile[], chunk: number): readonly ReleaseFile[] {
  return files.slice(chunk * filesPerChunk, (chunk + 1) * filesPerChunk);
}

/** The plan that `planPromotion` stored for this run. */
export async function planOf(documents: RunDocuments, runId: string): Promise<PromotionPlan> {
  const plan = await documents.readPlan(runId);
  if (plan) return plan as PromotionPlan;
  throw new SlipwayError('release-missing', `The promotion plan of run "${runId}" is not in the store.`);
}
