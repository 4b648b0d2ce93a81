import type { Commit } from '../../../contract/commits.ts';

/** Enough for a list and a page; a custom status above 16 KB would fail the whole instance. */
const longestText = 200;

/** The commit with its message cut to the first line and every text to a length that fits a custom status. */
export function briefCommit(commit: Commit): Commit {
  return {
    ...commit,
    author: shortened(commit.author),
    branch: shortened(commit.branch),
    message: shortened(commit.message.split('\n', 1)[0] ?? ''),
  };
}

function shortened(text: string): string {
  if (text.length <= longestText) return text;
  // The cut may fall between the two halves of one character.
  return `${text.slice(0, longestText - 3).replace(/[\uD800-\uDBFF]$/, '')}...`;
}
