import { expect, test } from 'vitest';
import { readJson } from '../../../local/durable/http/lenient-json.ts';

test.each([
  ['{"a":1}', '{"a":1}'],
  [' {"a" : 1.50} ', ' {"a" : 1.50} '],
  ["{a:'x',}", '{"a":"x"}'],
  ['[1,"two",]', '[1,"two"]'],
  ["'it\\u0041\\n'", '"itA\\n"'],
  ["{'a':[true,false,null,-1.5e2]}", '{"a":[true,false,null,-150.0]}'],
  ['  ', null],
  ['/* one */ {"a": /* two */ 1, // three\n "b": [1 /* four */, /* five */ 2]} // six', '{"a":1,"b":[1,2]}'],
  ['// nothing', null],
  ['{"n":1e400,"m":-1e400}', '{"n":"Infinity","m":"-Infinity"}'],
  ['[NaN,Infinity,-Infinity]', '["NaN","Infinity","-Infinity"]'],
])('reads %j', (text, json) => expect(readJson(text)).toBe(json));

test.each([
  ['hello', "Unexpected character encountered while parsing value: h. Path '', line 0, position 0."],
  ['truex', "Error parsing boolean value. Path '', line 1, position 4."],
  ['nul', "Unexpected end when reading JSON. Path '', line 1, position 3."],
  ['1 2', "Additional text encountered after finished reading JSON content: 2. Path '', line 1, position 2."],
  ['1x', "Input string '1x' is not a valid number. Path '', line 1, position 2."],
  ['1 /', "Unexpected end while parsing comment. Path '', line 1, position 3."],
  ['1 /* x', "Unexpected end while parsing comment. Path '', line 1, position 6."],
  ['[1 / 2]', "Error parsing comment. Expected: *, got  . Path '[0]', line 1, position 4."],
  [
    '{"a" /**/ :1}',
    "Invalid character after parsing property name. Expected ':' but got: /. Path '', line 1, position 5.",
  ],
  ['-Infinite', "Error parsing -Infinity value. Path '', line 1, position 8."],
  ['1'.repeat(381), `JSON integer ${'1'.repeat(381)} is too large to parse. Path '', line 1, position 381.`],
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
