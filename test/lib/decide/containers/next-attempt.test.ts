import { describe, expect, test } from 'vitest';
import type { Placement } from '../../../../contract/container-specs.ts';
import type { ContainerEnd } from '../../../../contract/containers.ts';
import { nextAttempt, placementFor } from '../../../../lib/decide/containers/next-attempt.ts';
import { aSpec } from '../../../support/builders.ts';

const west: Placement = { region: 'westeurope' };
const north: Placement = { region: 'northeurope' };

function ended(kind: ContainerEnd['kind']): ContainerEnd {
  return { kind, container: 'main', exitCode: 1, message: '', code: 'internal' };
}

describe('whether a container is tried again', () => {
  test.each([
    ['vanished', 2],
    ['killedByPlatform', 2],
    ['stuckProvisioning', 10],
    ['capacity', 5],
  ] as const)('after %s it is, %i seconds later', (kind, afterSeconds) => {
    expect(nextAttempt(aSpec(), 1, ended(kind))).toEqual({ kind: 'retry', afterSeconds });
  });

  test.each([
    'succeeded',
    'failed',
    'imageNotAccessible',
    'refused',
    'deadlineExceeded',
    'cancelled',
    'quota',
  ] as const)('after %s it is not, because it would end the same way', (kind) => {
    expect(nextAttempt(aSpec(), 1, ended(kind))).toEqual({ kind: 'end' });
  });

  test('is decided by the number of attempts that were asked for', () => {
    const spec = aSpec({ maxAttempts: 2 });
    expect(nextAttempt(spec, 1, ended('vanished')).kind).toBe('retry');
    expect(nextAttempt(spec, 2, ended('vanished')).kind).toBe('end');
  });

  test('lets a shortage of capacity try every placement, however few attempts were asked for', () => {
    const spec = aSpec({ maxAttempts: 1, placements: [west, north] });
    expect(nextAttempt(spec, 1, ended('capacity')).kind).toBe('retry');
    expect(nextAttempt(spec, 2, ended('capacity')).kind).toBe('end');
  });

  test('gives other outcomes no more attempts for having more placements', () => {
    const spec = aSpec({ maxAttempts: 1, placements: [west, north] });
    expect(nextAttempt(spec, 1, ended('vanished'))).toEqual({ kind: 'end' });
  });
});

describe('where an attempt is placed', () => {
  test('moves on with each shortage of capacity, round and round', () => {
    const spec = aSpec({ placements: [west, north] });
    expect([0, 1, 2, 3].map((shortages) => placementFor(spec, shortages))).toEqual([
      west,
      north,
      west,
      north,
    ]);
  });

  test('needs a placement', () => {
    expect(() => placementFor(aSpec({ placements: [] }), 0)).toThrow('Container "sums" has no placement');
  });
});
