import { describe, expect, test } from 'vitest';
import { coresFrom, gigabytesFrom, quantity } from '../../../../lib/decide/kubernetes/quantities.ts';

describe('a quantity', () => {
  test.each([
    ['1', 1],
    ['500m', 0.5],
    ['.5', 0.5],
    ['1.5Gi', 1_610_612_736],
    ['1G', 1e9],
    ['64Mi', 67_108_864],
    ['2e3', 2_000],
    ['1E3', 1_000],
    ['1E', 1e18],
    ['250u', 0.00025],
    [2, 2],
  ])('%s is %d', (text, value) => {
    expect(quantity(text)).toBeCloseTo(value, 9);
  });

  test.each(['', 'much', '1 G', '1gi', '1e', '--1'])('%j is none', (text) => {
    expect(quantity(text)).toBeUndefined();
  });
});

describe('a size', () => {
  test.each([
    ['100m', 0.1],
    ['101m', 0.2],
    ['1', 1],
    ['0', 0.1],
    ['300m', 0.3],
    ['1500m', 1.5],
  ])('of %s CPU is %d for Azure: never less', (text, cores) => {
    expect(coresFrom(quantity(text) ?? -1)).toBe(cores);
  });

  test.each([
    ['1G', 1],
    ['1Gi', 1.1],
    ['50Mi', 0.1],
    ['1.5G', 1.5],
    ['700M', 0.7],
  ])('of %s memory is %d GB for Azure: never less', (text, gigabytes) => {
    expect(gigabytesFrom(quantity(text) ?? -1)).toBe(gigabytes);
  });
});
