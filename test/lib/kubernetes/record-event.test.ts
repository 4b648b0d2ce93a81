import { expect, test } from 'vitest';
import type { KubeObject } from '../../../contract/kube-objects.ts';
import { recordEvent } from '../../../lib/kubernetes/record-event.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { FakeKubeObjects } from '../../support/fakes/fake-kube-objects.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    namespace: 'default',
    uid: 'uid-1',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
};

function aStore() {
  const virtual = new VirtualClock();
  const objects = new FakeKubeObjects();
  const list = async () => (await objects.list('events', 'default')).objects;
  return { virtual, deps: { objects, clock: fakeClock(virtual) }, list };
}

test('what is said of an object again is counted', async () => {
  const { virtual, deps, list } = aStore();
  const pulled = { type: 'Normal', reason: 'Pulled', message: 'Pulled image "demo/x:1"' } as const;
  await recordEvent(deps, pod, pulled);
  await virtual.advanceBy(60_000);
  await recordEvent(deps, pod, pulled);
  await recordEvent(deps, pod, { ...pulled, message: 'Pulled another image' });
  const events = await list();
  expect(events).toHaveLength(2);
  expect(events.find(({ count }) => count === 2)).toMatchObject({
    involvedObject: { kind: 'Pod', name: 'web', uid: 'uid-1' },
    reason: 'Pulled',
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:01:00Z',
  });
});

test('events go an hour after they were last said', async () => {
  const { virtual, deps, list } = aStore();
  await recordEvent(deps, pod, { type: 'Normal', reason: 'Pulled', message: 'old' });
  await virtual.advanceBy(3_601_000);
  await recordEvent(deps, pod, { type: 'Warning', reason: 'BackOff', message: 'new' });
  expect((await list()).map(({ message }) => message)).toEqual(['new']);
});
