import { describe, expect, test } from 'vitest';
import type { ReleaseFile } from '../../../../contract/build.ts';
import {
  isPage,
  type PathChange,
  type PathRules,
  type PathVersions,
  pathChange,
} from '../../../../lib/decide/sites/path-change.ts';
import { aFile } from '../../../support/builders.ts';

const page = aFile('page.html', 'p');
const other = aFile('page.html', 'other');

function changeOf(versions: Partial<PathVersions>, rules: Partial<PathRules> = {}): PathChange {
  return pathChange(
    { path: 'page.html', next: undefined, baselines: [], isExpiring: false, ...versions },
    { isComplete: true, deleteAssetsAtOnce: false, ...rules },
  );
}

describe('a path of the next release', () => {
  test.each<[string, Array<ReleaseFile | 'unknown' | undefined>, Partial<PathRules>, PathChange]>([
    ['is copied where nothing lies', [], {}, 'copy'],
    ['is copied where a baseline lacks it', [undefined], {}, 'copy'],
    ['is copied over another version', [other], {}, 'copy'],
    ['is copied over a version that nobody knows', ['unknown'], {}, 'copy'],
    ['stays when it is the same', [page], {}, 'none'],
    ['is copied unless all baselines have it so', [page, other], {}, 'copy'],
    ['stays when all baselines have it so', [page, page], {}, 'none'],
    ['is copied where no promotion was ever completed', [page], { isComplete: false }, 'copy'],
  ])('%s', (_title, baselines, rules, change) => {
    expect(changeOf({ next: page, baselines }, rules)).toBe(change);
  });

  test.each(['contentType', 'cacheControl', 'contentEncoding'] as const)(
    'is copied when its %s is another',
    (header) => {
      expect(changeOf({ next: page, baselines: [{ ...page, [header]: 'other' }] })).toBe('copy');
    },
  );
});

describe('a path that the next release lacks', () => {
  test.each<[string, Partial<PathVersions>, Partial<PathRules>, PathChange]>([
    ['goes at once when it is a page', { baselines: [page] }, {}, 'remove'],
    ['goes when only one baseline has it', { baselines: [undefined, page] }, {}, 'remove'],
    ['goes when it only lies there', { baselines: ['unknown'] }, {}, 'remove'],
    ['goes later when it is an asset', { path: 'a.css', baselines: [page] }, {}, 'expire'],
    [
      'goes at once as an asset when that is asked for',
      { path: 'a.css', baselines: [page] },
      { deleteAssetsAtOnce: true },
      'remove',
    ],
    ['goes at once when it is a page that was left here', { isExpiring: true }, {}, 'remove'],
    ['waits on when it expires already', { path: 'a.css', isExpiring: true }, {}, 'none'],
    [
      'does not wait on when everything is to go at once',
      { path: 'a.css', isExpiring: true },
      { deleteAssetsAtOnce: true },
      'remove',
    ],
  ])('%s', (_title, versions, rules, change) => {
    expect(changeOf(versions, rules)).toBe(change);
  });
});

test.each([
  ['index.html', true],
  ['feed.XML', true],
  ['search.json', true],
  ['CNAME', true],
  ['.well-known/assetlinks', true],
  ['main.css', false],
  ['a.b/picture.png', false],
])('"%s" is a page: %s', (path, is) => {
  expect(isPage(path)).toBe(is);
});
