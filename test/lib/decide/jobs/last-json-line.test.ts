import { expect, test } from 'vitest';
import { jobValue, longestInlineBytes } from '../../../../lib/decide/jobs/job-value.ts';
import { lastJsonLine } from '../../../../lib/decide/jobs/last-json-line.ts';

test.each([
  ['{"sum":1}\n{"sum":3}\n', { sum: 3 }],
  ['{"sum":3}\ndone\n\n', { sum: 3 }],
  ['adding\r\n [1, 2] \r\n', [1, 2]],
  ['0.75', 0.75],
  ['null\n', null],
  ['"text"\nnot this: {"a":1}', 'text'],
])('of %j the last line that is JSON is %j', (text, value) => {
  expect(lastJsonLine(text)).toEqual({ value });
});

test.each(['', '\n\n', 'done\n', '{"cut":'])('of %j no line is JSON', (text) => {
  expect(lastJsonLine(text)).toBeUndefined();
});

test('a value stands in the run itself up to 64 KB of UTF-8', () => {
  const fitting = 'ü'.repeat((longestInlineBytes - 2) / 2);
  expect(jobValue(fitting)).toEqual({ kind: 'inline', value: fitting });
  expect(jobValue(`${fitting}x`)).toEqual({ kind: 'stored', bytes: longestInlineBytes + 1 });
});
