import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Manifest, ReleaseFile } from '../../../../contract/build.ts';
import type { SiteState } from '../../../../contract/releases.ts';
import {
  abandonedPromotion,
  completedPromotion,
  promotionClaim,
} from '../../../../lib/decide/sites/promotion-claim.ts';
import { type PromotionPlan, promotionPlan } from '../../../../lib/decide/sites/promotion-plan.ts';
import { aManifest } from '../../../support/builders.ts';

/** How far a promotion comes: to its end, to one of its steps, or only to a claim that is given back. */
type Promotion = { files: Record<string, string>; end: 'complete' | 'abandoned' | number };

const now = '2026-01-01T12:00:00.000Z';
const anyPath = fc.constantFrom(
  'index.html',
  'a.html',
  'b.html',
  'feed.xml',
  'main.css',
  'app.js',
  'logo.png',
);
const anyFiles = fc.dictionary(anyPath, fc.constantFrom('1', '2', '3'));
const anyPromotion: fc.Arbitrary<Promotion> = fc.record({
  files: anyFiles,
  end: fc.oneof(fc.constant('complete' as const), fc.constant('abandoned' as const), fc.nat(12)),
});

/** A site's files and state, changed by the real decisions and by nothing else. */
class ModelSite {
  readonly files = new Map<string, ReleaseFile>();
  readonly #manifests = new Map<string, Manifest>();
  state: SiteState = { site: 'blog', expiring: [] };
  #count = 0;

  promote({ files, end }: Promotion): PromotionPlan {
    const release = `release-${++this.#count}`;
    const next = aManifest(release, files);
    this.#manifests.set(release, next);
    const request = { runId: `run-${this.#count}`, release, commit: next.commit, requestedAt: now };
    // Whoever held the claim has ended: that is how a promotion is cut short.
    const claimed = promotionClaim(this.state, request, 'ended', now);
    if (claimed.kind !== 'claim' || !claimed.state.promoting) throw new Error(`not claimed: ${claimed.kind}`);
    const claim = claimed.state.promoting;
    this.state = claimed.state;

    const decision = promotionPlan({
      next,
      baselines: claim.baselines.map((name) => this.#manifests.get(name) as Manifest),
      hasLive: this.state.live !== undefined,
      expiring: this.state.expiring,
      maxDeletions: 1_000,
      deleteAssetsAfter: now,
    });
    if (decision.kind !== 'planned') throw new Error(decision.message);
    if (end === 'abandoned') {
      this.state = abandonedPromotion(this.state);
      return decision.plan;
    }
    const steps = this.#stepsOf(decision.plan);
    for (const step of steps.slice(0, end === 'complete' ? steps.length : end)) step();
    if (end === 'complete') this.state = completedPromotion(this.state, claim, decision.plan.expiring, now);
    return decision.plan;
  }

  #stepsOf({ assets, pages, removedPages }: PromotionPlan): Array<() => void> {
    return [
      ...[...assets, ...pages].map((file) => () => void this.files.set(file.path, file)),
      ...removedPages.map((path) => () => void this.files.delete(path)),
    ];
  }
}

describe('promotions one after the other, some of them cut short or given back', () => {
  test('leave exactly the last release and what expires', () => {
    fc.assert(
      fc.property(fc.array(anyPromotion, { maxLength: 6 }), anyFiles, (earlier, files) => {
        const site = new ModelSite();
        for (const promotion of earlier) site.promote(promotion);
        site.promote({ files, end: 'complete' });

        const expected = new Map(aManifest('any', files).files.map((file) => [file.path, file]));
        for (const [path, file] of expected) expect(site.files.get(path)).toEqual(file);
        const others = [...site.files.keys()].filter((path) => !expected.has(path)).sort();
        expect(site.state.expiring.map(({ path }) => path).sort()).toEqual(expect.arrayContaining(others));
        expect(others.every((path) => /\.(?:css|js|png)$/.test(path))).toBe(true);
      }),
    );
  });

  test('never let a wanted file expire', () => {
    fc.assert(
      fc.property(fc.array(anyPromotion, { maxLength: 6 }), anyFiles, (earlier, files) => {
        const site = new ModelSite();
        for (const promotion of earlier) site.promote(promotion);
        site.promote({ files, end: 'complete' });
        for (const { path } of site.state.expiring) expect(files).not.toHaveProperty([path]);
      }),
    );
  });

  test('purge every page and asset whose bytes changed for a visitor', () => {
    fc.assert(
      fc.property(fc.array(anyPromotion, { maxLength: 6 }), anyFiles, (earlier, files) => {
        const site = new ModelSite();
        for (const promotion of earlier) site.promote(promotion);
        const before = new Map(site.files);
        const { purge } = site.promote({ files, end: 'complete' });
        for (const path of new Set([...before.keys(), ...site.files.keys()])) {
          if (before.get(path)?.sha256 !== site.files.get(path)?.sha256) expect(purge).toContain(`/${path}`);
        }
      }),
    );
  });
});
