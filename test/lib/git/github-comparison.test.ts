import { expect, test } from 'vitest';
import { filesOfComparison } from '../../../lib/git/github-comparison.ts';
import { hostOf } from '../../../lib/git/repository-key.ts';

const files = (count: number) => Array.from({ length: count }, (_, n) => ({ filename: `f${n}` }));

test('a comparison names every file, with the old name of one that moved', () => {
  const moved = { filename: 'new.md', previous_filename: 'old.md' };
  expect(filesOfComparison({ status: 'ahead', files: [moved, { filename: 'a.md' }] })).toEqual({
    kind: 'files',
    files: ['new.md', 'old.md', 'a.md'],
  });
});

test.each([
  ['is of two lines of history', { status: 'diverged', files: files(1) }],
  ['goes back', { status: 'behind', files: files(1) }],
  ['may leave files out', { status: 'ahead', files: files(300) }],
  ['has no files', { status: 'ahead' }],
  ['is none', 'no comparison'],
])('one that %s tells nothing', (_, data) => {
  expect(filesOfComparison(data)).toEqual({ kind: 'unknown' });
});

test.each([
  ['https://GitHub.com/acme/blog.git', 'github.com'],
  ['git@github.com:acme/blog.git', 'github.com'],
  ['https://git.example.com:8443/acme/blog', 'git.example.com'],
  ['file:///srv/blog.git', ''],
])('the host of %s is %j', (url, host) => {
  expect(hostOf(url)).toBe(host);
});
