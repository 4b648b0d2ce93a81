import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dealIntoLanes } from '../../../../lib/decide/sites/lanes.ts';

describe('lanes', () => {
  test('get the items in turn', () => {
    expect(dealIntoLanes(['a', 'b', 'c', 'd', 'e'], 2)).toEqual([
      ['a', 'c', 'e'],
      ['b', 'd'],
    ]);
  });

  test('are no more than there are items', () => {
    expect(dealIntoLanes(['a', 'b'], 5)).toEqual([['a'], ['b']]);
    expect(dealIntoLanes([], 5)).toEqual([]);
  });

  test('hold every item once, in order, in even shares, and are bounded in number', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.integer({ min: 1, max: 60 }), (items, count) => {
        const lanes = dealIntoLanes(items, count);
        expect(lanes.length).toBeLessThanOrEqual(count);
        expect(lanes.flat().sort()).toEqual([...items].sort());
        const lengths = lanes.map((lane) => lane.length);
        expect(Math.max(0, ...lengths) - Math.min(...lengths, Math.max(0, ...lengths))).toBeLessThanOrEqual(
          1,
        );
        for (const lane of lanes) {
          const places = lane.map((item) => items.indexOf(item));
          expect(places).toEqual([...places].sort((one, other) => one - other));
        }
      }),
    );
  });
});
