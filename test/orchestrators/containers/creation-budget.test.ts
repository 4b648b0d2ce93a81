import { describe, expect, it } from 'vitest';
import type { ContainerRunStatus } from '../../../contract/container-runs.ts';
import { aBuild, aContainerRun, aContainerSpec, aFinalReport } from '../../support/builders.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

/** An app in a region with room for so many groups, whose containers report after so many seconds. */
async function appWithRoomFor(groups: number, seconds = 20): Promise<TestApp> {
  const app = await startTestApp();
  app.containers.quota = { groups, cores: 100 };
  app.containers.story = (container) => {
    container.lingers = 1;
    container.after(seconds, () => {
      const report = aBuild('r');
      void app.raise(container.runId, 'containerEnded', aFinalReport(report, container.attempt));
    });
    return undefined;
  };
  return app;
}

function containerStatus(app: TestApp, id: string): ContainerRunStatus {
  return app.status(id).customStatus as ContainerRunStatus;
}

const isQueued = (app: TestApp, id: string) => () =>
  (app.status(id).customStatus as ContainerRunStatus | null)?.state === 'queued' &&
  app.budget.state.tickets.some((ticket) => ticket.runId === id && ticket.state === 'waiting');

describe('a run that finds no room', () => {
  it('waits, says for what, and begins as soon as there is some', async () => {
    const app = await appWithRoomFor(1);
    await app.begin('runContainer', aContainerRun({}, { share: 'a' }), 'first');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.begin('runContainer', aContainerRun({}, { share: 'b' }), 'second');
    await app.advanceUntil(isQueued(app, 'second'));
    await app.advanceUntil(() => containerStatus(app, 'second').waitsFor !== undefined);
    expect(containerStatus(app, 'second').waitsFor).toBe(
      '1 of 1 container groups and 1 of 100 cores of "westeurope" are in use, 0 runs are ahead',
    );
    expect(await app.outcomeOf('second')).toMatchObject({ kind: 'succeeded', attempt: 1 });
    expect(containerStatus(app, 'second')).not.toHaveProperty('waitsFor');
    expect(app.containers.refused).toEqual([]);
    // The first ends after 20 seconds and is gone 5 later; the second does not wait for its next look.
    expect(app.elapsedSeconds).toBeGreaterThanOrEqual(45 - app.earlyBy(1));
    expect(app.elapsedSeconds).toBeLessThan(50);
  });

  it('finds room by asking when nobody woke it', async () => {
    const app = await appWithRoomFor(1);
    await app.begin('runContainer', aContainerRun(), 'first');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.begin('runContainer', aContainerRun(), 'second');
    await app.advanceUntil(isQueued(app, 'second'));
    const update = app.budget.update;
    // Whoever gives its room back dies before it can tell anybody.
    app.budget.update = async (change) => {
      const answer = await update(change);
      return Array.isArray(answer) ? ([] as typeof answer) : answer;
    };
    expect(await app.outcomeOf('second')).toMatchObject({ kind: 'succeeded' });
  });

  it('can be cancelled, and leaves its place to others', async () => {
    const app = await appWithRoomFor(1);
    await app.begin('runContainer', aContainerRun(), 'first');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.begin('runContainer', aContainerRun(), 'second');
    await app.advanceUntil(isQueued(app, 'second'));
    await app.raise('second', 'cancelRequested', { reason: 'not wanted' });
    expect(await app.outcomeOf('second')).toMatchObject({ kind: 'cancelled', message: 'not wanted' });
    expect(app.budget.state.tickets.map(({ runId }) => runId)).toEqual(['first']);
    expect(app.containers.created).toHaveLength(1);
  });

  it('gives up at the deadline of the queue, with what it waited for', async () => {
    const app = await appWithRoomFor(1, 500);
    await app.begin('runContainer', aContainerRun(), 'first');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    const outcome = await app.run('runContainer', aContainerRun({}, { queueDeadlineSeconds: 300 }), 'second');
    expect(outcome).toMatchObject({
      kind: 'quota',
      message: expect.stringMatching(/300 seconds, its "queueDeadlineSeconds": 1 of 1 container groups/),
    });
    expect(app.elapsedSeconds).toBeLessThanOrEqual(300);
    expect(app.budget.state.tickets.map(({ runId }) => runId)).toEqual(['first']);
  });

  it('is refused at once when its region could never hold it', async () => {
    const app = await appWithRoomFor(10);
    const spec = { containers: [aContainerSpec({ cpu: 101 })] };
    expect(await app.run('runContainer', aContainerRun(spec))).toMatchObject({
      kind: 'quota',
      message: expect.stringContaining('101 cores'),
    });
    expect(app.containers.created).toEqual([]);
  });
});

describe('a create that is refused although the budget had room', () => {
  it('uses up no attempt, leaves nothing behind and comes round again', async () => {
    const app = await appWithRoomFor(1);
    app.containers.leavesRefused = true;
    const [story, refusals] = [app.containers.story, { left: 3 }];
    app.containers.story = (container) =>
      refusals.left-- > 0 ? { kind: 'quota', message: 'somebody was quicker' } : story(container);
    const outcome = await app.run('runContainer', aContainerRun({ maxAttempts: 1 }));
    expect(outcome).toMatchObject({ kind: 'succeeded', attempt: 4 });
    // A region that refused somebody is left alone for half a minute.
    expect(app.elapsedSeconds).toBeGreaterThan(3 * 30);
    await app.advanceUntil(() => app.containers.groups.size === 0 && app.budget.state.tickets.length === 0);
  });

  it('ends at the deadline of the queue when it never stops', async () => {
    const app = await appWithRoomFor(1);
    app.containers.story = () => ({ kind: 'quota', message: 'never' });
    const outcome = await app.run('runContainer', aContainerRun({}, { queueDeadlineSeconds: 120 }));
    expect(outcome.kind).toBe('quota');
    expect(app.elapsedSeconds).toBeLessThan(150);
  });
});

describe('a group that is kept for a look at it', () => {
  it('keeps its room until it is gone', async () => {
    const app = await appWithRoomFor(2);
    const { story } = app.containers;
    app.containers.story = (container) => {
      if (container.runId !== 'failing') return story(container);
      container.exits(1);
      return undefined;
    };
    await app.run('runContainer', aContainerRun({ keepOnFailureMinutes: 60 }), 'failing');
    await app.advanceUntil(() => app.containers.kept.size === 1);
    for (const id of ['a', 'b', 'c']) await app.begin('runContainer', aContainerRun(), id);
    for (const id of ['a', 'b', 'c']) await app.outcomeOf(id);
    expect(app.containers.refused).toEqual([]);
    expect(app.containers.peak).toBe(2);
    app.clock.advanceBy(3_600_000);
    await app.run('sweepOrphans', { hub: 'test' });
    await app.advanceUntil(() => app.budget.state.tickets.length === 0);
  });
});
