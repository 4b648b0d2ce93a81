import { describe, expect, test } from 'vitest';
import { promotionRefusal } from '../../../../lib/decide/sites/promotion-refusal.ts';
import { aManifest } from '../../../support/builders.ts';

const { header } = aManifest('next', { 'index.html': 'i' });
const few = { count: 0, most: 10 };

describe('a release', () => {
  test.each<[string, Partial<typeof header>, { pages: number; hasFrontPage: boolean } | undefined]>([
    ['goes live on a new site, whatever it lacks', { frontPage: undefined as never, pages: 0 }, undefined],
    ['goes live when it has a front page as before', {}, { pages: 1, hasFrontPage: true }],
    [
      'needs no front page where there was none',
      { frontPage: undefined as never },
      { pages: 1, hasFrontPage: false },
    ],
    ['may have half of the pages', { pages: 2 }, { pages: 4, hasFrontPage: true }],
    ['may lose most pages of a very small site', { pages: 1 }, { pages: 3, hasFrontPage: true }],
  ])('%s', (_title, next, live) => {
    expect(promotionRefusal({ ...header, ...next }, live, few)).toBeUndefined();
  });

  test('without the front page that is live is refused, with the way to force it', () => {
    const next = aManifest('next', { 'feed.xml': 'f' }).header;
    const refusal = promotionRefusal(next, { pages: 1, hasFrontPage: true }, few);
    expect(refusal).toMatch(/no index.html at its root.*"force": true/);
  });

  test('with less than half of the pages that are live is refused, with both numbers', () => {
    const refusal = promotionRefusal({ ...header, pages: 2 }, { pages: 5, hasFrontPage: true }, few);
    expect(refusal).toMatch(/2 pages, less than half of the 5/);
  });

  test.each([
    [10, undefined],
    [
      11,
      expect.stringMatching(/delete 11 of the live files, more than the site's limit of 10.*"maxDeletions"/),
    ],
  ])('that deletes %i of at most 10 files is refused: %o', (count, refusal) => {
    expect(promotionRefusal(header, { pages: 1, hasFrontPage: true }, { count, most: 10 })).toEqual(refusal);
  });
});
