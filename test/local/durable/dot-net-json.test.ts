import { expect, test } from 'vitest';
import { dotNetJson, wellFormedJson } from '../../../local/durable/protocol/dot-net-json.ts';

test.each([
  ['{"a":"\\ud800"}', '{"a":"\ufffd"}'],
  ['"\\uDC00x\\ud83d"', '"\ufffdx\ufffd"'],
  ['"\\ud83d\\ude00\\ud83d"', '"\\ud83d\\ude00\ufffd"'],
  // An escaped backslash before it: six letters, no surrogate.
  ['"\\\\ud800"', '"\\\\ud800"'],
  ['"\\\\\\ud800"', '"\\\\\ufffd"'],
  ['{"\\ud800":1.50}', '{"\ufffd":1.50}'],
])('half a surrogate pair in %s becomes a replacement character', (text, expected) => {
  expect(wellFormedJson(text)).toBe(expected);
});

test.each([
  ['[1e21,-1e-7,0.00001,0.0001]', '[1E+21,-1E-07,1E-05,0.0001]'],
  ['[1.5e+300,1.0,2.50,1e3,-0.0]', '[1.5E+300,1.0,2.5,1000.0,-0.0]'],
  ['[1e15,123456789012345680000,1e14]', '[1E+15,123456789012345680000,100000000000000.0]'],
  ['{"1e5":"1e5 \\" 1.0","n":1e5}', '{"1e5":"1e5 \\" 1.0","n":100000.0}'],
  ['[0.5,12,"1.0"]', '[0.5,12,"1.0"]'],
  ['["\u0085\u2028","\u2029\u007f"]', '["\\u0085\\u2028","\\u2029\u007f"]'],
])('%s is written as .NET does', (text, expected) => {
  expect(dotNetJson(text)).toBe(expected);
});
