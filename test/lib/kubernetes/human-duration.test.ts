import { expect, test } from 'vitest';
import { humanDuration } from '../../../lib/kubernetes/tables/human-duration.ts';

const [minute, hour, day] = [60, 3_600, 86_400];

test.each([
  [-5, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [2 * minute, '2m'],
  [9 * minute + 59, '9m59s'],
  [10 * minute + 59, '10m'],
  [179 * minute, '179m'],
  [3 * hour + 5 * minute, '3h5m'],
  [8 * hour + 59 * minute, '8h'],
  [47 * hour, '47h'],
  [2 * day + hour, '2d1h'],
  [8 * day + hour, '8d'],
  [729 * day, '729d'],
  [731 * day, '2y1d'],
  [3_000 * day, '8y'],
])('%i seconds are shown as %s', (seconds, text) => {
  expect(humanDuration(seconds * 1_000)).toBe(text);
});
