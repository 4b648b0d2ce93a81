import { describe, expect, test } from 'vitest';
import type { ContainerEnd } from '../../../../contract/containers.ts';
import { nextPodAttempt, nextTrySeconds } from '../../../../lib/decide/kubernetes/next-pod-attempt.ts';
import { nextPodLookSeconds } from '../../../../lib/decide/kubernetes/next-pod-look.ts';

const progress = {
  since: '2026-01-01T00:00:00Z',
  attempt: 3,
  shortages: 1,
  failures: 2,
  group: { outline: { name: 'web', containers: [] }, createdAt: '2026-01-01T00:00:00Z' },
};
const { group: _, ...rest } = progress;
const message = 'why';

describe('a pod whose group came to nothing', () => {
  test.each<[ContainerEnd | { kind: 'crowdedOut' }, object, object | undefined, number]>([
    [{ kind: 'crowdedOut' }, { attempt: 4 }, undefined, 0],
    [{ kind: 'quota', message }, {}, { kind: 'unschedulable', message }, 0],
    [
      { kind: 'capacity', message },
      { attempt: 4, failures: 3, shortages: 2 },
      { kind: 'unschedulable', message },
      10,
    ],
    [
      { kind: 'imageNotAccessible', reason: 'notFound', message },
      { attempt: 4, failures: 3 },
      { kind: 'imagePull', message },
      10,
    ],
    [
      { kind: 'stuckProvisioning', message },
      { attempt: 4, failures: 3 },
      { kind: 'unschedulable', message },
      10,
    ],
    [{ kind: 'refused', message }, {}, { kind: 'failed', reason: 'Refused', message }, 0],
    [{ kind: 'refused', code: 'object-missing', message }, { attempt: 4, failures: 3 }, undefined, 10],
    [{ kind: 'killedByPlatform', message }, { attempt: 4, failures: 0 }, undefined, 10],
    [{ kind: 'succeeded' }, { attempt: 4, failures: 0 }, undefined, 10],
    [{ kind: 'cancelled', message }, { failures: 3 }, undefined, 10],
  ])('goes on after %j', (end, changed, news, pauseSeconds) => {
    const next = nextPodAttempt(progress, end);
    expect(next.progress).toEqual({ ...rest, ...changed });
    expect(next.news).toEqual(news);
    expect(next.pauseSeconds).toBe(pauseSeconds);
  });

  test('hears at once that it was deleted, and does not spin', () => {
    expect(nextPodAttempt({ ...rest, failures: 0 }, { kind: 'cancelled', message }).pauseSeconds).toBe(0);
  });

  test('waits longer each time, up to five minutes', () => {
    expect([0, 1, 7, 99].map(nextTrySeconds)).toEqual([2, 5, 300, 300]);
  });
});

test('a pod is looked at often at first, never more often than timers are sure', () => {
  expect([0, 1, 50].map((look) => nextPodLookSeconds('Pending', look))).toEqual([2, 2, 10]);
  expect([0, 4, 50].map((look) => nextPodLookSeconds('Running', look))).toEqual([2, 10, 30]);
});
