import type { ReleaseFile } from '../../contract/build.ts';
import type { PromotionPart } from '../../contract/releases.ts';
import type { PlanChunk, PromotionPlans } from '../ports/promotion-plans.ts';

/** What one activity carries out: seconds of work, so that a crash repeats little and the time limit of functions is far. */
const filesPerChunk = 500;
const bytesPerChunk = 64 * 1024 * 1024;

/** Stores a plan in chunks while it is made. */
export class PlanWriter {
  readonly chunks: Record<PromotionPart, number> = { assets: 0, pages: 0, removals: 0 };
  readonly #plans: PromotionPlans;
  readonly #runId: string;
  readonly #copies = { assets: emptyBatch(), pages: emptyBatch() };
  #removals: string[] = [];

  constructor(plans: PromotionPlans, runId: string) {
    this.#plans = plans;
    this.#runId = runId;
  }

  async copy(part: 'assets' | 'pages', file: ReleaseFile): Promise<void> {
    // One that is large by itself is a chunk of its own, and does not end the one that is being filled.
    if (file.sizeBytes >= bytesPerChunk) return this.#write(part, { copy: [file] });
    const batch = this.#copies[part];
    if (batch.files.length === filesPerChunk || batch.bytes + file.sizeBytes > bytesPerChunk)
      await this.#flush(part);
    this.#copies[part].files.push(file);
    this.#copies[part].bytes += file.sizeBytes;
  }

  async remove(path: string): Promise<void> {
    if (this.#removals.length === filesPerChunk) await this.#flushRemovals();
    this.#removals.push(path);
  }

  /** Stores what is left. */
  async end(): Promise<void> {
    await this.#flush('assets');
    await this.#flush('pages');
    await this.#flushRemovals();
  }

  async #flush(part: 'assets' | 'pages'): Promise<void> {
    const { files } = this.#copies[part];
    this.#copies[part] = emptyBatch();
    if (files.length > 0) await this.#write(part, { copy: files });
  }

  async #flushRemovals(): Promise<void> {
    const paths = this.#removals;
    this.#removals = [];
    if (paths.length > 0) await this.#write('removals', { remove: paths });
  }

  async #write(part: PromotionPart, content: PlanChunk): Promise<void> {
    await this.#plans.writeChunk(this.#runId, part, this.chunks[part]++, content);
  }
}

function emptyBatch(): { files: ReleaseFile[]; bytes: number } {
  return { files: [], bytes: 0 };
}
