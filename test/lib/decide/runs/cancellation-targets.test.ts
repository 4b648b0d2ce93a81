import { expect, test } from 'vitest';
import { cancellationTargets } from '../../../../lib/decide/runs/cancellation-targets.ts';

test.each([
  ['publishSite', null, ['p', 'p-container'], ['p-container']],
  ['runContainer', null, ['p'], ['p']],
  ['sweepOrphans', null, ['p'], []],
  [
    'publishLane',
    { sites: ['a', 'b'] },
    ['p', 'p-a', 'p-a-container', 'p-b', 'p-b-container'],
    ['p-a-container', 'p-b-container'],
  ],
  [
    'publishSites',
    { sites: ['a', 'b', 'c'], concurrency: 2 },
    [
      'p',
      'p-lane-0-a',
      'p-lane-0-a-container',
      'p-lane-0-c',
      'p-lane-0-c-container',
      'p-lane-1-b',
      'p-lane-1-b-container',
    ],
    ['p-lane-0-a-container', 'p-lane-0-c-container', 'p-lane-1-b-container'],
  ],
  [
    'publishSites',
    { sites: ['a'], concurrency: 50 },
    ['p', 'p-lane-0-a', 'p-lane-0-a-container'],
    ['p-lane-0-a-container'],
  ],
])('a cancellation of %s with %o is for its descendants', (name, input, marked, woken) => {
  expect(cancellationTargets('p', name, input)).toEqual({ marked, woken });
});
