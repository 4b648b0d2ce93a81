import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatherPurge, pathsOf, unionOfPurges } from '../../../../lib/decide/sites/purge-paths.ts';

/** What is purged for these files of a site. */
function purgePaths(files: readonly string[], url = 'https://blog.example.com/'): string[] {
  const purge = gatherPurge(url);
  for (const file of files) purge.add(file);
  return pathsOf(purge.scope(), url);
}

function numbered(count: number, name: (n: number) => string): string[] {
  return Array.from({ length: count }, (_, n) => name(n));
}

/** Whether a purge of these paths reaches a URL path, by the rules of the service. */
function reaches(paths: readonly string[], path: string): boolean {
  return paths.some((each) => (each.endsWith('/*') ? path.startsWith(each.slice(0, -1)) : each === path));
}

describe('the paths to purge', () => {
  test.each([
    ['nothing for no files', [], []],
    ['the file itself', ['css/main.css'], ['/css/main.css']],
    ['the root beside its page', ['index.html'], ['/', '/index.html']],
    ['a folder with and without slash beside its page', ['a/index.html'], ['/a', '/a/', '/a/index.html']],
    ['a folder of the older page name too', ['a/index.htm'], ['/a', '/a/', '/a/index.htm']],
    ['no folder for a page of another name', ['a/myindex.html'], ['/a/myindex.html']],
    ['each path once', ['b.txt', 'b.txt', 'a.txt'], ['/a.txt', '/b.txt']],
    ['names as they stand in a URL', ['ü/a b?#.txt'], ['/%C3%BC/a%20b%3F%23.txt']],
    [
      'a name as browsers send it beside its encoded form',
      ['c++ & d/a%.txt'],
      ['/c%2B%2B%20%26%20d/a%25.txt', '/c++%20&%20d/a%25.txt'],
    ],
    ['a star in a name as a letter, not as a wildcard', ['a*/b*'], ['/a%2A/b%2A']],
  ])('are %s', (_title, files, paths) => {
    expect(purgePaths(files)).toEqual(paths);
  });

  test.each([
    ['a file', ['a.html'], ['/docs/a.html']],
    ['the front page', ['index.html'], ['/docs', '/docs/', '/docs/index.html']],
    ['many folders', numbered(60, (n) => `posts/${n}.html`), ['/docs/posts/*']],
    ['too many folders', numbered(60, (n) => `${n}/a.html`), ['/docs', '/docs/*']],
  ])('begin with the path of the site: %s', (_title, files, paths) => {
    expect(purgePaths(files, 'https://example.com/docs/')).toEqual(paths);
  });

  test('of two publishes are those of both, or everything when that is too much', () => {
    expect(unionOfPurges(['/b', '/a'], ['/a', '/c'])).toEqual(['/a', '/b', '/c']);
    expect(unionOfPurges(['/a'], 'all')).toBe('all');
    const many = numbered(30, (n) => `/${n}`);
    expect(
      unionOfPurges(
        many,
        numbered(30, (n) => `/other-${n}`),
      ),
    ).toBe('all');
  });

  test('are exact for 50 of them', () => {
    expect(purgePaths(numbered(50, (n) => `posts/${n}.txt`))).toHaveLength(50);
  });

  test('are the top-level folders for more', () => {
    const files = [...numbered(60, (n) => `posts/${n}/index.html`), 'index.html', 'css/main.css'];
    expect(purgePaths(files)).toEqual(['/', '/css/*', '/index.html', '/posts/*']);
  });

  test('are everything when even the folders are too many', () => {
    expect(purgePaths(numbered(51, (n) => `${n}.html`))).toEqual(['/*']);
  });

  test('reach every changed file and its folder, and stay within the limit of one call', () => {
    const name = fc.constantFrom('a', 'b', 'c+d&e', 'index.html', 'c d', 'ü', '*', '%', 'index.htm', 'x.css');
    const file = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(file, { maxLength: 150 }), (files) => {
        const paths = purgePaths(files);
        expect(paths.length).toBeLessThanOrEqual(50);
        for (const path of paths) expect(path).toMatch(/^\/[^*]*\*?$/);
        for (const each of files) {
          const path = `/${each.split('/').map(encodeURIComponent).join('/').replaceAll('*', '%2A')}`;
          const typed = new URL(`https://x/${each.replaceAll('%', '%25')}`).pathname.replaceAll('*', '%2A');
          expect(reaches(paths, typed)).toBe(true);
          expect(reaches(paths, path)).toBe(true);
          const folder = /^(.*\/)index\.html?$/.exec(path)?.[1];
          if (folder === undefined) continue;
          expect(reaches(paths, folder)).toBe(true);
          if (folder !== '/') expect(reaches(paths, folder.slice(0, -1))).toBe(true);
        }
      }),
    );
  });
});
