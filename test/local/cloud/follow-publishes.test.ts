import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import type { CloudEvent } from '../../../local/cloud/cloud-event.ts';
import { PublishFollower } from '../../../local/cloud/follow-publishes.ts';
import type { Run } from '../../../local/cloud/slipway-api.ts';

const phase = (name: string) => ({ phase: name, startedAt: '2026-01-01T00:00:00.000Z', seconds: 1 });
const aRun = (more: Partial<Run>): Run => ({
  id: 'publish-blog-1',
  kind: 'publish',
  site: 'blog',
  status: 'running',
  commit: { sha: 'a'.repeat(40), message: 'Edit' },
  startedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

test('every phase of a publish is told, also those that ended with it between two looks', async () => {
  const clock = new VirtualClock();
  const told: CloudEvent[] = [];
  const detailed = aRun({
    status: 'succeeded',
    timings: ['fetching', 'building', 'promoting', 'purging', 'verifying'].map(phase),
    container: { group: 'publish-blog-1-1' },
  });
  let listed = aRun({ timings: ['fetching', 'building'].map(phase) });
  const api = { publishes: async () => [listed], run: async () => detailed };
  const follower = new PublishFollower(api, clock, (event) => told.push(event), '2026-01-01T00:00:00.000Z');
  onTestFinished(() => follower.stop());

  follower.start();
  await new Promise(setImmediate);
  // A list has the row of a run that has ended, and no more.
  listed = aRun({ status: 'succeeded', timings: [] });
  clock.advanceBy(1_000);
  await new Promise(setImmediate);

  const phases = told.flatMap((event) => (event.kind === 'publishPhaseEnded' ? [event.phase] : []));
  expect(phases).toEqual(['fetching', 'building', 'promoting', 'purging', 'verifying']);
  expect(told).toContainEqual(
    expect.objectContaining({ phase: 'building', detail: 'container group publish-blog-1-1' }),
  );
  expect(told.at(-1)).toMatchObject({ kind: 'publishEnded', status: 'succeeded' });
});

test('a publish that ended before the cloud was started is told at none of its looks', async () => {
  const clock = new VirtualClock();
  const start = clock.now();
  const told: CloudEvent[] = [];
  const earlier = aRun({ status: 'succeeded', startedAt: new Date(start - 2_000).toISOString() });
  const api = {
    publishes: async ({ since = '' }: Record<string, string>) =>
      earlier.startedAt >= since ? [earlier] : [],
    run: async () => earlier,
  };
  const tell = (event: CloudEvent): void => void told.push(event);
  const follower = new PublishFollower(api, clock, tell, new Date(start).toISOString());
  onTestFinished(() => follower.stop());

  follower.start();
  for (let looks = 0; looks < 3; looks++) {
    await new Promise(setImmediate);
    clock.advanceBy(300);
  }
  await new Promise(setImmediate);
  expect(told).toEqual([]);
});
