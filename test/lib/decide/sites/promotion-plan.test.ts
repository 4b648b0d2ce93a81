import { describe, expect, test } from 'vitest';
import {
  isPage,
  type PromotionPlan,
  type PromotionPlanInput,
  promotionPlan,
} from '../../../../lib/decide/sites/promotion-plan.ts';
import { aFile, aManifest } from '../../../support/builders.ts';

const later = '2026-01-01T13:00:00.000Z';

function planFor(overrides: Partial<PromotionPlanInput>): PromotionPlan {
  const decision = promotionPlan(anInput(overrides));
  if (decision.kind === 'refused') throw new Error(decision.message);
  return decision.plan;
}

function anInput(overrides: Partial<PromotionPlanInput>): PromotionPlanInput {
  return {
    next: aManifest('next', {}),
    baselines: [],
    hasLive: true,
    expiring: [],
    maxDeletions: 10,
    deleteAssetsAfter: later,
    ...overrides,
  };
}

const paths = (files: readonly { path: string }[]): string[] => files.map((file) => file.path);

describe('the plan of a promotion', () => {
  test('copies everything when nothing is live, assets apart from pages', () => {
    const next = aManifest('next', { 'index.html': 'i', 'css/main.css': 'c', 'feed.xml': 'f' });
    const plan = planFor({ next, hasLive: false });
    expect(paths(plan.assets)).toEqual(['css/main.css']);
    expect(paths(plan.pages)).toEqual(['index.html', 'feed.xml']);
    expect(plan).toMatchObject({ release: 'next', removedPages: [], expiring: [] });
  });

  test('copies only what changed', () => {
    const live = aManifest('live', { 'same.html': 's', 'changed.html': 'old', 'same.css': 'c' });
    const next = aManifest('next', {
      'same.html': 's',
      'changed.html': 'new',
      'same.css': 'c',
      'new.css': 'n',
    });
    const plan = planFor({ next, baselines: [live] });
    expect(paths(plan.assets)).toEqual(['new.css']);
    expect(paths(plan.pages)).toEqual(['changed.html']);
    expect(plan.purge).toEqual(['/changed.html', '/new.css']);
  });

  test.each([
    ['contentType', 'text/plain'],
    ['cacheControl', 'no-store'],
    ['contentEncoding', 'gzip'],
  ])('copies a file of the same bytes when its %s changed', (header, value) => {
    const file = aFile('page.html', 'p');
    const next = aManifest('next', {}, { files: [{ ...file, [header]: value }] });
    const plan = planFor({ next, baselines: [aManifest('live', {}, { files: [file] })] });
    expect(plan.pages).toEqual(next.files);
  });

  test('does nothing for the release that is live', () => {
    const live = aManifest('live', { 'index.html': 'i', 'main.css': 'c' });
    expect(planFor({ next: live, baselines: [live] })).toEqual({
      release: 'live',
      assets: [],
      pages: [],
      removedPages: [],
      expiring: [],
      purge: [],
    });
  });

  test('deletes removed pages at once and removed assets later, and purges the pages only', () => {
    const live = aManifest('live', { 'gone.html': 'g', 'gone.css': 'c' });
    const plan = planFor({ baselines: [live] });
    expect(plan.removedPages).toEqual(['gone.html']);
    expect(plan.expiring).toEqual([{ path: 'gone.css', deleteAfter: later }]);
    expect(plan.purge).toEqual(['/gone.html']);
  });

  test('keeps what earlier promotions left to expire, with its own time', () => {
    const expiring = [{ path: 'older.css', deleteAfter: '2026-01-01T12:00:00.000Z' }];
    expect(planFor({ expiring }).expiring).toEqual(expiring);
  });

  test('takes a file back that was to expire', () => {
    const next = aManifest('next', { 'back.css': 'b' });
    const plan = planFor({ next, expiring: [{ path: 'back.css', deleteAfter: later }] });
    expect(plan.expiring).toEqual([]);
    expect(paths(plan.assets)).toEqual(['back.css']);
  });

  test('gives a file that is dropped again a new time', () => {
    const live = aManifest('live', { 'again.css': 'a' });
    const expiring = [{ path: 'again.css', deleteAfter: '2026-01-01T12:00:00.000Z' }];
    expect(planFor({ baselines: [live], expiring }).expiring).toEqual([
      { path: 'again.css', deleteAfter: later },
    ]);
  });

  test('copies again what a promotion that was cut short may have changed', () => {
    const live = aManifest('live', { 'index.html': 'one', 'same.html': 's' });
    const cutShort = aManifest('cut', { 'index.html': 'two', 'same.html': 's', 'extra.html': 'e' });
    const plan = planFor({ next: live, baselines: [live, cutShort] });
    expect(paths(plan.pages)).toEqual(['index.html']);
    expect(plan.removedPages).toEqual(['extra.html']);
  });

  test('copies everything when the very first promotion was cut short, because any file may be missing', () => {
    const cutShort = aManifest('cut', { 'index.html': 'i', 'main.css': 'c' });
    const plan = planFor({ next: cutShort, baselines: [cutShort], hasLive: false });
    expect(paths(plan.assets)).toEqual(['main.css']);
    expect(paths(plan.pages)).toEqual(['index.html']);
  });
});

describe('the limit of deletions', () => {
  const live = aManifest('live', { 'a.html': 'a', 'b.html': 'b', 'c.css': 'c' });

  test('lets a release pass that deletes as many files as it says', () => {
    expect(promotionPlan(anInput({ baselines: [live], maxDeletions: 3 })).kind).toBe('planned');
  });

  test('refuses one more, and says what to do', () => {
    expect(promotionPlan(anInput({ baselines: [live], maxDeletions: 2 }))).toEqual({
      kind: 'refused',
      message: expect.stringMatching(
        /would delete 3 .* site "blog", more than its limit of 2\. .*raise "maxDeletions"/,
      ),
    });
  });
});

test.each([
  ['index.html', true],
  ['a/b.HTM', true],
  ['feed.xml', true],
  ['search.json', true],
  ['robots.txt', true],
  ['site.webmanifest', true],
  ['v1.2/download', true],
  ['CNAME', true],
  ['css/main.css', false],
  ['app.js', false],
  ['photo.html.webp', false],
])('%s is a page: %s', (path, expected) => {
  expect(isPage(path)).toBe(expected);
});
