import { describe, expect, test } from 'vitest';
import { stabilised } from '../../../../lib/decide/fleets/stabilised.ts';
import { after } from '../../../support/a-server.ts';

const stabilisation = { upSeconds: 30, downSeconds: 300 };

/** Follows wishes, each so many seconds after the start, and tells how many servers there are after each. */
function follow(
  wishes: Array<[second: number, wish: number]>,
  begin: number,
  rule = stabilisation,
): number[] {
  let servers = begin;
  let known: Parameters<typeof stabilised>[0]['wishes'] = [];
  return wishes.map(([second, wish]) => {
    const step = stabilised({ wish, servers, wishes: known, stabilisation: rule, now: after(second) });
    known = JSON.parse(JSON.stringify(step.wishes));
    servers = step.servers;
    return servers;
  });
}

describe('a wish', () => {
  test('for more is followed once it has lasted', () => {
    expect(
      follow(
        [
          [0, 5],
          [15, 5],
          [30, 5],
        ],
        2,
      ),
    ).toEqual([2, 2, 5]);
  });

  test('for more is followed as far as it has lasted', () => {
    expect(
      follow(
        [
          [0, 5],
          [20, 3],
          [35, 6],
        ],
        2,
      ),
    ).toEqual([2, 2, 3]);
  });

  test('for more begins anew when it was taken back', () => {
    expect(
      follow(
        [
          [0, 5],
          [20, 2],
          [25, 5],
          [54, 5],
          [55, 5],
        ],
        2,
      ),
    ).toEqual([2, 2, 2, 2, 5]);
  });

  test('for more is followed at once where nothing needs to last', () => {
    expect(follow([[0, 5]], 2, { upSeconds: 0, downSeconds: 300 })).toEqual([5]);
  });

  test('for less is followed once it has lasted, as far as it has', () => {
    expect(
      follow(
        [
          [0, 3],
          [100, 1],
          [299, 1],
          [300, 1],
          [399, 1],
          [400, 1],
        ],
        5,
      ),
    ).toEqual([5, 5, 5, 3, 3, 1]);
  });

  test('that swings keeps the most of a window, and few entries', () => {
    const swing = Array.from({ length: 1_000 }, (_, n): [number, number] => [n * 2, n % 2 === 0 ? 2 : 3]);
    expect(new Set(follow(swing, 3))).toEqual(new Set([3]));
  });
});
