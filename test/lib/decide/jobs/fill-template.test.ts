import { describe, expect, it } from 'vitest';
import { fillTemplate, referencesIn } from '../../../../lib/decide/jobs/fill-template.ts';

const scope = {
  a: { output: { text: 'hi', count: 2, list: [{ x: null }], none: null } },
  'b-1': { output: 'plain' },
};

describe('fillTemplate', () => {
  it.each<[unknown, unknown]>([
    ['{a.output.text}', 'hi'],
    ['{a.output.count}', 2],
    ['{a.output.list.0}', { x: null }],
    ['{a.output.none}', null],
    ['say {a.output.text} {a.output.count} times: {a.output.list}', 'say hi 2 times: [{"x":null}]'],
    [{ deep: ['{b-1.output}', 7, true, null] }, { deep: ['plain', 7, true, null] }],
    ['{other.output} {} {a b} {{a.output.count}}', '{other.output} {} {a b} {2}'],
    [undefined, undefined],
    [{ __proto__: 'x', '{a.output.text}': 1 }, { '{a.output.text}': 1 }],
  ])('fills %j', (template, value) => {
    expect(fillTemplate(template, scope)).toEqual({ kind: 'filled', value });
  });

  it('names everything that is not there', () => {
    expect(
      fillTemplate({ one: '{a.output.x} {a.output.text.length}', two: ['{a.constructor}'] }, scope),
    ).toEqual({
      kind: 'missing',
      references: ['a.output.x', 'a.output.text.length', 'a.constructor'],
    });
  });
});

describe('referencesIn', () => {
  it('finds all with their places', () => {
    expect(referencesIn({ one: ['x {a.output} {b}', 3], two: '{c.d}' })).toEqual([
      { path: 'a.output', place: ['one', 0] },
      { path: 'b', place: ['one', 0] },
      { path: 'c.d', place: ['two'] },
    ]);
  });
});
