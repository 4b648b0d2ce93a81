import { describe, expect, test } from 'vitest';
import type { PromotionSummary } from '../../contract/releases.ts';
import type { PromotionPlans } from '../../lib/ports/promotion-plans.ts';
import { aFile } from '../support/builders.ts';

const summary: PromotionSummary = {
  release: 'one',
  chunks: { assets: 1, pages: 0, removals: 1 },
  changed: 2,
  purge: ['/a.css'],
  live: { files: 1, pages: 0, hasFrontPage: false },
};

/** What the app relies on of any PromotionPlans. */
export function promotionPlansContract(name: string, make: () => Promise<PromotionPlans>): void {
  describe(`promotion plans of ${name}`, () => {
    test('keep what was written last, run by run and chunk by chunk', async () => {
      const plans = await make();
      const copy = { copy: [aFile('a.css', 'a')] };
      await plans.writeChunk('run', 'assets', 0, { copy: [] });
      await plans.writeChunk('run', 'assets', 0, copy);
      await plans.writeChunk('run', 'removals', 0, { remove: ['b.html'] });
      await plans.writeSummary('run', { ...summary, changed: 0 });
      await plans.writeSummary('run', summary);
      expect(await plans.readChunk('run', 'assets', 0)).toEqual(copy);
      expect(await plans.readChunk('run', 'removals', 0)).toEqual({ remove: ['b.html'] });
      expect(await plans.readSummary('run')).toEqual(summary);
    });

    test('say so when something is not there', async () => {
      const plans = await make();
      await expect(plans.readChunk('none', 'pages', 0)).rejects.toMatchObject({ code: 'release-missing' });
      await expect(plans.readSummary('none')).rejects.toMatchObject({ code: 'release-missing' });
    });
  });
}
