import { describe, expect, test } from 'vitest';
import type { ContainerOutcome } from '../../../../contract/containers.ts';
import type { OutputRule } from '../../../../contract/jobs.ts';
import { outputPlace, readsLogs } from '../../../../lib/decide/jobs/output-place.ts';
import { aContainerSpec, aSpec } from '../../../support/builders.ts';

const several = aSpec({
  containers: [aContainerSpec({ name: 'helper', essential: false }), aContainerSpec({ name: 'work' })],
  volumes: [
    {
      name: 'results',
      kind: 'azureFile',
      share: 'out',
      account: 'store',
      key: { kind: 'setting', name: 'key' },
    },
    { name: 'scratch', kind: 'emptyDir' },
  ],
});

function ended(overrides: Partial<ContainerOutcome> = {}): ContainerOutcome {
  const end = {
    kind: 'succeeded',
    attempt: 2,
    containers: [],
    usage: { vcpuSeconds: 0, memoryGbSeconds: 0 },
  };
  return { ...end, ...overrides } as ContainerOutcome;
}

const placeOf = (output: OutputRule | undefined, outcome: ContainerOutcome, group = several) =>
  outputPlace('job-1-container', { group, ...(output ? { output } : {}) }, outcome);

describe('the output of a job', () => {
  test('without a rule is what was posted, be it null, else the last line of the first essential container', () => {
    expect(placeOf(undefined, ended({ result: null }))).toEqual({ kind: 'value', value: null });
    expect(placeOf(undefined, ended())).toEqual({
      kind: 'lastLine',
      log: { runId: 'job-1-container', attempt: 2, container: 'work' },
    });
  });

  test('that was too big for the history is in its document', () => {
    expect(placeOf(undefined, ended({ storedResult: 'result-2-work' }))).toEqual({
      kind: 'stored',
      runId: 'job-1-container',
      value: 'result-2-work',
    });
  });

  test('by callback is what was posted, and nothing else', () => {
    expect(placeOf({ kind: 'callback' }, ended({ result: 5 }))).toEqual({ kind: 'value', value: 5 });
    expect(placeOf({ kind: 'callback' }, ended())).toEqual({
      kind: 'none',
      problem: 'No container posted a result to its callback.',
    });
  });

  test('by last line is that of the container that is named, whatever was posted', () => {
    expect(placeOf({ kind: 'lastLine', container: 'helper' }, ended({ result: 5 }))).toMatchObject({
      log: { container: 'helper' },
    });
    expect(placeOf({ kind: 'lastLine' }, ended(), aSpec())).toEqual({
      kind: 'lastLine',
      log: { runId: 'job-1-container', attempt: 2 },
    });
  });

  test('by file is in the share of its volume', () => {
    expect(placeOf({ kind: 'file', volume: 'results', path: 'a/b.json' }, ended({ result: 5 }))).toEqual({
      kind: 'file',
      account: 'store',
      share: 'out',
      key: { kind: 'setting', name: 'key' },
      path: 'a/b.json',
    });
    expect(placeOf({ kind: 'file', volume: 'scratch', path: 'a' }, ended())).toMatchObject({ kind: 'none' });
  });

  test('is also that of a job whose container failed, but of no other end', () => {
    expect(placeOf(undefined, ended({ kind: 'failed', result: 5 })).kind).toBe('value');
    expect(placeOf(undefined, ended({ kind: 'cancelled', result: 5 })).kind).toBe('none');
  });
});

test('a log is whole at the end where it may hold the output', () => {
  const reads = (output?: OutputRule) => readsLogs(output ? { output } : {});
  expect(reads()).toBe('withoutResult');
  expect(reads({ kind: 'lastLine' })).toBe('always');
  expect(reads({ kind: 'callback' })).toBeUndefined();
});
