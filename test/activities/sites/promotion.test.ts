import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../contract/sites.ts';
import { aTarget } from '../../support/builders.ts';
import { PromotionBench } from '../../support/promotion-bench.ts';

/**
 * How far a promotion comes: to its end, to one of its file changes, or to a plan that is given back. A run that stops on its
 * way may go on living, so that those after it find the target busy, until it is seen to have ended.
 */
type Step = {
  files: Record<string, string>;
  end: 'complete' | 'abandoned' | number;
  /** Whether the run is still there when the next one comes. */
  lingers: boolean;
  /** Asked for before what is live. */
  isLate: boolean;
  moves: boolean;
  atOnce: boolean;
  losesManifests: boolean;
};

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
const anyStep: fc.Arbitrary<Step> = fc.record({
  files: anyFiles,
  end: fc.oneof(fc.constant('complete' as const), fc.constant('abandoned' as const), fc.nat(12)),
  lingers: fc.boolean(),
  isLate: fc.boolean(),
  moves: fc.boolean(),
  atOnce: fc.boolean(),
  losesManifests: fc.boolean(),
});
const anySteps = fc.array(anyStep, { maxLength: 6 });

const places = [
  aTarget('blog', { container: 'site-blog' }),
  aTarget('blog', { container: 'other', prefix: 'docs' }),
];

/** Takes a bench through steps, and says what became of each. */
class Story {
  readonly bench = new PromotionBench();
  #runs = 0;
  #place = 0;

  async tell(steps: readonly Step[]): Promise<string[]> {
    const told: string[] = [];
    for (const step of steps) told.push(await this.#step(step));
    return told;
  }

  /** A promotion to its end, whatever stands in its way. */
  async finish(files: Record<string, string>): Promise<void> {
    for (const run of this.bench.runs.records.values()) run.runtimeStatus = 'Terminated';
    await this.bench.promote({ runId: this.#nextRun(), files, target: this.target, force: true });
  }

  get target(): Target {
    return places[this.#place % places.length] ?? aTarget();
  }

  #nextRun(): string {
    this.bench.clock.advanceBy(1_000);
    return `run-${++this.#runs}`;
  }

  async #step({ files, end, lingers, isLate, moves, atOnce, losesManifests }: Step): Promise<string> {
    const { bench } = this;
    const runId = this.#nextRun();
    if (moves) this.#place++;
    if (losesManifests) bench.releases.manifests.clear();
    const run = bench.runs.add(runId, 'publishSite');
    const promotion = { runId, files, target: this.target, force: true, deleteAssetsAtOnce: atOnce };
    const requestedAt = isLate ? '2025-01-01T00:00:00.000Z' : bench.now;
    const claimed = await bench.claim({ ...promotion, requestedAt });
    if (claimed.kind !== 'claimed') {
      run.runtimeStatus = 'Completed';
      // Whoever was in the way comes to its end some time.
      if (claimed.kind === 'busy') {
        const holder = bench.runs.records.get(claimed.runId);
        if (holder) holder.runtimeStatus = 'Terminated';
      }
      return claimed.kind;
    }
    await bench.plan(promotion);
    if (end === 'abandoned') await bench.call('abandonPromotion', { target: this.target, runId });
    else if (await this.#applied(promotion, end)) await bench.complete(promotion);
    run.runtimeStatus = end === 'complete' || end === 'abandoned' || !lingers ? 'Completed' : 'Running';
    return String(end);
  }

  /** False when it was cut short after so many changes of files. */
  async #applied(promotion: { runId: string; target: Target }, end: number | 'complete') {
    const { releases } = this.bench;
    const until = releases.changes.length + (end === 'complete' ? Number.POSITIVE_INFINITY : end);
    releases.beforeChange = () => {
      if (releases.changes.length >= until) throw new Error('cut short');
    };
    try {
      await this.bench.apply(promotion);
      return end === 'complete';
    } catch {
      return false;
    } finally {
      releases.beforeChange = () => undefined;
    }
  }
}

const later = 2 * 3_600_000;

/** Deletes whatever expires, once its time has come. */
async function cleanUp({ bench, target }: Story): Promise<void> {
  bench.clock.advanceBy(later);
  for (let more = true; more; )
    ({ more } = await bench.call('deleteExpiredFiles', { target, runId: 'clean-up' }));
}

describe('promotions one after the other: cut short, given back, late, busy, moved, with lost manifests', () => {
  test('leave the last release whole, and what expires', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, anyFiles, async (steps, files) => {
        const story = new Story();
        await story.tell(steps);
        await story.finish(files);
        const live = story.bench.live(story.target);
        expect(live).toMatchObject(files);
        const others = Object.keys(live).filter((path) => !(path in files));
        expect(others.every((path) => /\.(?:css|js|png)$/.test(path))).toBe(true);
      }),
    );
  });

  test('leave exactly the last release, and nothing elsewhere, when every grace is over', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, anyFiles, async (steps, files) => {
        const story = new Story();
        await story.tell(steps);
        await story.finish(files);
        await cleanUp(story);
        for (const place of places)
          expect(story.bench.live(place)).toEqual(place === story.target ? files : {});
        expect(story.bench.targets.expiringOf('blog')).toEqual([]);
      }),
    );
  });

  test('purge every file that a visitor could have in another version', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, anyFiles, async (steps, files) => {
        const story = new Story();
        await story.tell(steps.map((step) => ({ ...step, moves: false })));
        await story.bench.call('purgeCdn', { target: story.target, waitSeconds: 1 });
        const before = story.bench.live();
        await story.finish(files);
        const purged = story.bench.targets.stateOf('blog').unpurged?.scope ?? [];
        const after = story.bench.live();
        const changed = [...Object.keys(before), ...Object.keys(after)].filter(
          (path) => before[path] !== after[path],
        );
        for (const path of changed) expect(purged === 'all' || purged.includes(`/${path}`)).toBe(true);
      }),
    );
  });

  test('meet busy and superseded ones on their way', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        for (const outcome of await new Story().tell(steps)) seen.add(outcome);
      }),
    );
    expect([...seen]).toEqual(expect.arrayContaining(['busy', 'superseded', 'complete', 'abandoned', '1']));
  });
});
