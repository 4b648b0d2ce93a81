import { expect, test } from 'vitest';
import type { PublishOutcome } from '../../../../contract/publishes.ts';
import { commitStatusOf } from '../../../../lib/decide/sites/commit-status-of.ts';
import { aCommit } from '../../../support/builders.ts';

type Row = { outcome: PublishOutcome; state: string; description: string };

const of = { site: 'blog', commit: aCommit() };
const rows: Row[] = [
  {
    outcome: {
      ...of,
      kind: 'published',
      release: 'r1',
      liveUrl: 'https://blog.example.com/',
      changed: 3,
      live: { kind: 'confirmed' },
    },
    state: 'success',
    description: 'Live at https://blog.example.com/ (3 files changed)',
  },
  {
    outcome: { ...of, kind: 'superseded', by: 'publish-blog-2' },
    state: 'error',
    description: 'Superseded by publish-blog-2',
  },
  {
    outcome: { ...of, kind: 'cancelled', stage: 'building', message: 'wrong draft' },
    state: 'error',
    description: 'Cancelled: wrong draft',
  },
  {
    outcome: { ...of, kind: 'failed', stage: 'building', code: 'site-refused', message: 'No layout.' },
    state: 'failure',
    description: 'No layout.',
  },
];

test.each(rows)('a commit is told that its publish was $outcome.kind: $description', (row) => {
  expect(commitStatusOf(row.outcome)).toEqual({ state: row.state, description: row.description });
});
