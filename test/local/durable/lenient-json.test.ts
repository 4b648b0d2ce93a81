import { expect, test } from 'vitest';
import { readJson } from '../../../local/durable/http/lenient-json.ts';

test.each([
  ['{"a":1}', '{"a":1}'],
  [' {"a" : 1.50} ', ' {"a" : 1.50} '],
  ["{a:'x',}", '{"a":"x"}'],
  ['[1,"two",]', '[1,"two"]'],
  ["'it\\u0041\\n'", '"itA\\n"'],
  ["{'a':[true,false,null,-1.5e2]}", '{"a":[true,false,null,-150]}'],
  ['  ', null],
])('reads %j', (text, json) => expect(readJson(text)).toBe(json));

test.each([
  ['hello', "Unexpected character encountered while parsing value: h. Path '', line 0, position 0."],
  ['truex', "Error parsing boolean value. Path '', line 1, position 4."],
  ['nul', "Unexpected end when reading JSON. Path '', line 1, position 3."],
  ['1 2', "Additional text encountered after finished reading JSON content: 2. Path '', line 1, position 2."],
  ['1x', "Input string '1x' is not a valid number. Path '', line 1, position 2."],
  ['"abc', "Unterminated string. Expected delimiter: \". Path '', line 1, position 4."],
  ['{nope', "Unexpected end while parsing unquoted property name. Path '', line 1, position 5."],
  ['{"a":1', "Unexpected end of content while loading JObject. Path 'a', line 1, position 6."],
  [
    '{"a":{"b":[1,x]}}',
    "Unexpected character encountered while parsing value: x. Path 'a.b[0]', line 1, position 13.",
  ],
])('says of %j what .NET says', (text, message) => {
  expect(() => readJson(text)).toThrow(message);
});

test('reads only the first value when told so', () => {
  expect(readJson('1 2', { firstOnly: true })).toBe('1');
});
