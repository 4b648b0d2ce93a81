import type { PromotionPart, PromotionSummary } from '../../contract/releases.ts';
import { SlipwayError } from '../errors.ts';
import type { PlanChunk, PromotionPlans } from '../ports/promotion-plans.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import type { StorageAccount } from './storage-account.ts';

/** Plans as `plans/<run id>/summary.json` and one document for each chunk. */
export function blobPromotionPlans(account: StorageAccount): PromotionPlans {
  const documents = blobDocuments(account, stateContainer);
  const chunkName = (runId: string, part: PromotionPart, chunk: number): string =>
    `plans/${runId}/${part}-${chunk}.json`;
  const summaryName = (runId: string): string => `plans/${runId}/summary.json`;

  const read = async (name: string): Promise<unknown> => {
    const found = await documents.read(name);
    if (found) return found.value;
    throw new SlipwayError('release-missing', `The document "${name}" of a promotion is not in the store.`);
  };

  return {
    async writeChunk(runId, part, chunk, content) {
      await documents.write(chunkName(runId, part, chunk), content);
    },
    readChunk: async (runId, part, chunk) => (await read(chunkName(runId, part, chunk))) as PlanChunk,
    async writeSummary(runId, summary) {
      await documents.write(summaryName(runId), summary);
    },
    readSummary: async (runId) => (await read(summaryName(runId))) as PromotionSummary,
  };
}
