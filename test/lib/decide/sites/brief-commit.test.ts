import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { briefCommit } from '../../../../lib/decide/sites/brief-commit.ts';
import { aCommit } from '../../../support/builders.ts';

/** A half of a character: no valid text has one. */
const loneSurrogate = /\p{Surrogate}/u;

describe('a commit in brief', () => {
  test('has the first line of its message', () => {
    expect(briefCommit(aCommit('a', { message: 'Fix the feed\n\nIt was empty.' })).message).toBe(
      'Fix the feed',
    );
  });

  test('is otherwise the commit when all texts are short', () => {
    const commit = aCommit('a', { message: 'x'.repeat(200) });
    expect(briefCommit(commit)).toEqual(commit);
  });

  test.each(['message', 'author', 'branch'] as const)('has a shortened %s when it is long', (name) => {
    const text = briefCommit(aCommit('a', { [name]: 'x'.repeat(201) }))[name];
    expect(text).toBe(`${'x'.repeat(197)}...`);
  });

  test('fits a custom status and cuts no character in two', () => {
    const text = fc.string({ unit: 'binary', minLength: 190, maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, (message, author, branch) => {
        const brief = briefCommit(aCommit('a', { message, author, branch }));
        for (const each of [brief.message, brief.author, brief.branch]) {
          expect(each.length).toBeLessThanOrEqual(200);
          expect(each).not.toMatch(loneSurrogate);
        }
      }),
    );
  });
});
