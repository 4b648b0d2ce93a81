import type { PromotionPart, PromotionSummary } from '../../../contract/releases.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { PlanChunk, PromotionPlans } from '../../../lib/ports/promotion-plans.ts';

/** Plans of promotions in memory. */
export class FakePromotionPlans implements PromotionPlans {
  readonly documents = new Map<string, unknown>();

  async writeChunk(runId: string, part: PromotionPart, chunk: number, content: PlanChunk): Promise<void> {
    this.documents.set(`${runId}/${part}-${chunk}`, structuredClone(content));
  }

  async readChunk(runId: string, part: PromotionPart, chunk: number): Promise<PlanChunk> {
    return this.#read(`${runId}/${part}-${chunk}`) as PlanChunk;
  }

  async writeSummary(runId: string, summary: PromotionSummary): Promise<void> {
    this.documents.set(`${runId}/summary`, structuredClone(summary));
  }

  async readSummary(runId: string): Promise<PromotionSummary> {
    return this.#read(`${runId}/summary`) as PromotionSummary;
  }

  #read(name: string): unknown {
    const found = this.documents.get(name);
    if (found) return structuredClone(found);
    throw new SlipwayError('release-missing', `The document "${name}" of a promotion is not in the store.`);
  }
}
