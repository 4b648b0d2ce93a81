import { describe, expect, test } from 'vitest';
import type { Placement, RetrySpec } from '../../../../contract/container-specs.ts';
import type { ContainerEnd, ImageTrouble } from '../../../../contract/containers.ts';
import { isKept, nextAttempt, placementFor } from '../../../../lib/decide/containers/next-attempt.ts';
import { aSpec } from '../../../support/builders.ts';

const west: Placement = { region: 'westeurope' };
const north: Placement = { region: 'northeurope' };

function ended(kind: ContainerEnd['kind'], exitCode = 1, reason: ImageTrouble = 'unknown'): ContainerEnd {
  return { kind, container: 'main', exitCode, reason, message: '', code: 'internal' };
}

function aRetry(overrides: Partial<RetrySpec> = {}): RetrySpec {
  return { backoffSeconds: 10, factor: 2, longestSeconds: 60, exitCodes: 'any', ...overrides };
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
    'initContainerFailed',
    'outOfMemory',
    'imageNotAccessible',
    'refused',
    'deadlineExceeded',
    'cancelled',
    'quota',
    'unavailable',
  ] as const)('after %s it is not, because it would end the same way', (kind) => {
    expect(nextAttempt(aSpec(), 1, ended(kind))).toEqual({ kind: 'end' });
  });

  test('after a throttled pull it is, half a minute later; after any other trouble with the image it is not', () => {
    const after = (reason: ImageTrouble) =>
      nextAttempt(aSpec({ retry: aRetry() }), 1, ended('imageNotAccessible', 0, reason));
    expect(after('throttled')).toEqual({ kind: 'retry', afterSeconds: 30 });
    expect(after('refused')).toEqual({ kind: 'end' });
    expect(after('notFound')).toEqual({ kind: 'end' });
  });

  test('is decided by the number of attempts that were asked for', () => {
    const spec = aSpec({ maxAttempts: 2 });
    expect(nextAttempt(spec, 1, ended('vanished')).kind).toBe('retry');
    expect(nextAttempt(spec, 2, ended('vanished')).kind).toBe('end');
  });

  test.each(['failed', 'initContainerFailed'] as const)(
    'after %s is decided by the exit codes that the spec names',
    (kind) => {
      const spec = aSpec({ retry: aRetry({ exitCodes: [75] }) });
      expect(nextAttempt(spec, 1, ended(kind, 75)).kind).toBe('retry');
      expect(nextAttempt(spec, 1, ended(kind, 1)).kind).toBe('end');
      expect(nextAttempt(aSpec({ retry: aRetry() }), 1, ended(kind, 1)).kind).toBe('retry');
    },
  );

  test('is wanted after a lack of memory only where its exit code is named', () => {
    const after = (exitCodes: RetrySpec['exitCodes']) =>
      nextAttempt(aSpec({ retry: aRetry({ exitCodes }) }), 1, ended('outOfMemory')).kind;
    expect([after([137]), after('any'), after([1])]).toEqual(['retry', 'retry', 'end']);
  });

  test('never follows a success', () => {
    expect(nextAttempt(aSpec({ retry: aRetry() }), 1, ended('succeeded', 0))).toEqual({ kind: 'end' });
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

describe('the pause before a further attempt', () => {
  const pauses = (retry: RetrySpec, end: ContainerEnd) =>
    [1, 2, 3, 4, 5].map((attempts) => {
      const next = nextAttempt(aSpec({ maxAttempts: 9, retry }), attempts, end);
      return next.kind === 'retry' ? next.afterSeconds : undefined;
    });

  test('grows by the factor, up to the longest', () => {
    expect(pauses(aRetry(), ended('failed'))).toEqual([10, 20, 40, 60, 60]);
    expect(pauses(aRetry({ factor: 1 }), ended('failed'))).toEqual([10, 10, 10, 10, 10]);
  });

  test('is never shorter than the trouble needs, or than a timer may be', () => {
    expect(pauses(aRetry({ backoffSeconds: 4 }), ended('stuckProvisioning'))).toEqual([10, 10, 16, 32, 60]);
    expect(pauses(aRetry({ backoffSeconds: 0 }), ended('failed'))).toEqual([2, 2, 2, 2, 2]);
  });
});

describe('whether a group is left alone for a look at it', () => {
  const spec = aSpec({ keepOnFailureMinutes: 30, maxAttempts: 2, retry: aRetry({ exitCodes: [75] }) });

  test.each(['failed', 'initContainerFailed', 'outOfMemory'] as const)('it is when it %s', (kind) => {
    expect(isKept(spec, 1, ended(kind))).toBe(true);
    expect(isKept({ ...spec, keepOnFailureMinutes: 0 }, 1, ended(kind))).toBe(false);
  });

  test.each(['succeeded', 'deadlineExceeded', 'cancelled', 'vanished', 'imageNotAccessible'] as const)(
    'it is not when it %s',
    (kind) => {
      expect(isKept(spec, 1, ended(kind))).toBe(false);
    },
  );

  test('it is only when no further attempt follows', () => {
    expect(isKept(spec, 1, ended('failed', 75))).toBe(false);
    expect(isKept(spec, 2, ended('failed', 75))).toBe(true);
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
