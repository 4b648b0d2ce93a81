import { describe, expect, test } from 'vitest';
import { jsonTrouble } from '../../../lib/decide/json-trouble.ts';

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('jsonTrouble', () => {
  test.each([[null], ['text'], [{ a: [1, { b: null }], constructor: 1 }], [nested(48)]])(
    'finds none in %j',
    (value) => {
      expect(jsonTrouble(value)).toBeUndefined();
    },
  );

  test('names the place of a name that is dropped on the way', () => {
    expect(jsonTrouble(JSON.parse('{"a": [{}, {"b": {"__proto__": {}}}]}'))).toMatchObject({
      path: ['a', 1, 'b', '__proto__'],
    });
  });

  test.each([[49], [200_000]])('tells of %i levels, whose beginning it names', (levels) => {
    expect(jsonTrouble({ input: nested(levels) })).toMatchObject({
      path: ['input', 0, 0],
      problem: expect.stringContaining('48 levels'),
    });
  });
});
