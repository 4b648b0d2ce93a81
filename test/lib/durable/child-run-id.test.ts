import { expect, test } from 'vitest';
import { childRunId, publishManyRunId, publishRunId } from '../../../lib/ids.ts';

const longestSite = 's'.repeat(40);

test("a child's id is its parent's with a suffix, so that it can never be the id of another run", () => {
  expect(childRunId('publish-blog-1', 'container')).toBe('publish-blog-1-container');
});

test.each([
  ['the container of a publish', childRunId(publishRunId(longestSite, 'cause'), 'container')],
  [
    'the container of a publish of a lane of a publish of many',
    childRunId(childRunId(childRunId(publishManyRunId('cause'), 'lane-49'), longestSite), 'container'),
  ],
])('the id of %s has safe characters and a bounded length', (_name, id) => {
  expect(id).toMatch(/^[A-Za-z0-9-]{1,100}$/);
});
