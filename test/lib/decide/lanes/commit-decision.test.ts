import { describe, expect, test } from 'vitest';
import type { LaneRow } from '../../../../contract/lanes.ts';
import { asksToSkip, commitDecision } from '../../../../lib/decide/lanes/commit-decision.ts';
import { concernsSite } from '../../../../lib/lanes/concerns-site.ts';
import { aCommit, aSite, aWant } from '../../../support/builders.ts';

const commit = aCommit('b');
const live: LaneRow = { dropped: [], published: { sha: aCommit('a').sha, runId: 'before' } };
const inFolder = aSite('blog', { directory: 'sites/blog' });

describe('whether a commit is published', () => {
  test.each([
    ['a first push', {}, { dropped: [] }, inFolder, { kind: 'publish' }],
    ['a push to a site that is the whole repository', {}, live, aSite(), { kind: 'publish' }],
    ['a push to a site in a folder', {}, live, inFolder, { kind: 'compare', base: aCommit('a').sha }],
    ['what a person asks for', { cause: 'manual' as const }, live, inFolder, { kind: 'publish' }],
    [
      'the head that was published by another run',
      {},
      { ...live, head: { sha: commit.sha, runId: 'same' } },
      aSite(),
      { kind: 'drop', status: 'superseded', by: 'same' },
    ],
    [
      'the head of the run itself',
      {},
      { ...live, head: { sha: commit.sha, runId: 'run' } },
      aSite(),
      { kind: 'publish' },
    ],
    [
      'a head that was lost',
      {},
      { ...live, head: { sha: commit.sha, runId: 'same', lost: true as const } },
      aSite(),
      { kind: 'publish' },
    ],
    [
      'the commit that is live',
      {},
      { ...live, published: { sha: commit.sha, runId: 'before' } },
      aSite(),
      { kind: 'drop', status: 'superseded', by: 'before' },
    ],
  ])('%s', (_, overrides, row, site, expected) => {
    expect(commitDecision({ want: aWant('run', overrides), commit, row, site })).toMatchObject(expected);
  });

  test.each([
    ['Fix [skip ci]', true],
    ['Fix\n\nmore [CI SKIP] here', true],
    ['[no ci] x', true],
    ['x [skip actions]', true],
    ['x [actions skip]', true],
    ['Fix\n\nSigned-off-by: Ada\nskip-checks: true', true],
    ['Fix\n\nskip-checks:true', true],
    ['skip-checks: true', false],
    ['Skip CI for once', false],
    ['[skip cider]', false],
  ])('%j asks to be skipped: %s', (message, expected) => {
    expect(asksToSkip(message)).toBe(expected);
  });

  test.each([
    ['sites/blog', undefined, undefined, ['sites/blog/a.md'], true],
    ['./sites/blog/', undefined, undefined, ['sites/blog/a.md'], true],
    ['sites/blog', undefined, undefined, ['sites/blogger/a.md'], false],
    ['sites/blog', ['themes/**'], undefined, ['themes/x/.config.toml'], true],
    ['sites/blog', undefined, ['**/README.md'], ['sites/blog/README.md'], false],
    ['.', undefined, ['docs/**'], ['docs/a.md', 'b.md'], true],
    ['.', undefined, ['docs/**'], ['docs/a.md'], false],
    ['.', undefined, undefined, [], false],
  ])(
    'of %s with %j and without %j, a change of %j concerns it: %s',
    (directory, include, exclude, files, expected) => {
      expect(concernsSite({ directory, include, exclude }, files)).toBe(expected);
    },
  );
});
