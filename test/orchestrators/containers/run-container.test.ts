import { describe, expect, it } from 'vitest';
import type { BuildReport } from '../../../contract/build.ts';
import { containerGroupName } from '../../../lib/ids.ts';
import { aBuild, aContainerRun, aContainerSpec, aFinalReport } from '../../support/builders.ts';
import type { FakeContainer } from '../../support/fakes/fake-containers.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const succeeded: BuildReport = aBuild('r1');
const failed: BuildReport = {
  kind: 'failed',
  code: 'site-refused',
  message: 'shortcode "x" not found',
  exitCode: 65,
};

/** The container posts its final report. */
function reports(
  app: TestApp,
  container: FakeContainer,
  report: BuildReport,
  attempt = container.attempt,
): void {
  void app.raise(container.runId, 'containerEnded', aFinalReport(report, attempt));
}

/** Groups are removed, and their room given back, by runs of their own. */
async function nothingIsLeft(app: TestApp): Promise<void> {
  await app.advanceUntil(() => app.containers.groups.size === 0 && app.budget.state.tickets.length === 0);
}

/** Has something happen each time that Azure is asked how a group is. */
function duringRead(app: TestApp, happen: (container: FakeContainer) => Promise<void>): void {
  const read = app.containers.read.bind(app.containers);
  app.containers.read = async (name) => {
    const state = await read(name);
    const container = app.containers.groups.get(name);
    if (container) await happen(container);
    return state;
  };
}

describe('runContainer', () => {
  it('ends with the report of the container and deletes the group', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(4, () => reports(app, container, succeeded));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({
      kind: 'succeeded',
      attempt: 1,
      result: succeeded,
    });
    expect(app.containers.created).toHaveLength(1);
    await nothingIsLeft(app);
  });

  it('does not wait for the next poll when the report comes', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(7.5, () => reports(app, container, succeeded));
      return undefined;
    };
    await app.run('runContainer', aContainerRun());
    expect(app.elapsedSeconds).toBe(7.5);
  });

  it("fails with the container's own message", async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(2, () => reports(app, container, failed));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({
      kind: 'failed',
      exitCode: 65,
      message: failed.message,
    });
    await nothingIsLeft(app);
  });

  it('finds the end by polling when the container never reports', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(40, () => container.exits(0));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun())).toEqual({
      kind: 'succeeded',
      attempt: 1,
      containers: [{ name: 'main', state: 'terminated', exitCode: 0, restartCount: 0 }],
      usage: { vcpuSeconds: 39, memoryGbSeconds: 39 },
    });
    expect(app.elapsedSeconds).toBeLessThan(80);
  });

  it('fails with the exit code of a container that dies at once', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.exits(3);
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({ kind: 'failed', exitCode: 3 });
    expect(app.containers.created).toHaveLength(1);
    await nothingIsLeft(app);
  });

  it('counts the first of two final reports that came while it was busy', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(0.5, () => container.runs());
      return undefined;
    };
    let polls = 0;
    duringRead(app, async (container) => {
      // The third poll: older waits for the event are open by now, so that both reports find one.
      if (++polls !== 3) return;
      await app.raise(container.runId, 'containerEnded', aFinalReport(succeeded));
      await app.raise(container.runId, 'containerEnded', aFinalReport(failed));
    });
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({ kind: 'succeeded' });
    expect(app.host.calls.filter(({ name }) => name === 'observeGroup')).toHaveLength(3);
  });

  it('shows the exit code of a container whose end the poll found', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.exits(0);
      return undefined;
    };
    await app.run('runContainer', aContainerRun());
    expect(app.status('runContainer').customStatus).toMatchObject({ state: 'ended', exitCode: 0 });
  });

  it('takes a report that came while it was polling', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(0.5, () => container.runs());
      return undefined;
    };
    let polls = 0;
    duringRead(app, async (container) => {
      // The third poll: older waits for the event are open by now, and one of them gets it.
      if (++polls === 3) await app.raise(container.runId, 'containerEnded', aFinalReport(succeeded));
    });
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({
      kind: 'succeeded',
      attempt: 1,
      result: succeeded,
    });
    expect(app.host.calls.filter(({ name }) => name === 'observeGroup')).toHaveLength(3);
  });

  it('ignores a late report of an earlier attempt', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      if (container.attempt === 1) container.exits(7147);
      else {
        container.after(1, () => reports(app, container, failed, 1));
        container.after(5, () => reports(app, container, succeeded));
      }
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({ kind: 'succeeded' });
    expect(app.containers.created.map(({ name }) => name.at(-1))).toEqual(['1', '2']);
    await nothingIsLeft(app);
  });

  it.each([
    ['killedByPlatform', (c: FakeContainer) => c.exits(7148)],
    ['vanished', (c: FakeContainer, app: TestApp) => void app.containers.groups.delete(c.request.name)],
  ])('tries again what %s, and gives up after the last attempt', async (kind, end) => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => end(container, app));
      return undefined;
    };
    const outcome = await app.run('runContainer', aContainerRun({ maxAttempts: 2 }));
    expect(outcome).toMatchObject({ kind, attempt: 2 });
    expect(app.containers.created).toHaveLength(2);
    await nothingIsLeft(app);
  });

  it('does not try again when the work itself failed', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.exits(1);
      return undefined;
    };
    await app.run('runContainer', aContainerRun({ maxAttempts: 5 }));
    expect(app.containers.created).toHaveLength(1);
  });

  it('fails without another attempt when the image does not exist', async () => {
    const app = await startTestApp();
    app.containers.story = () => ({
      kind: 'imageNotAccessible',
      message: "The image 'nope' is not accessible.",
    });
    expect(
      await app.run('runContainer', aContainerRun({ containers: [aContainerSpec({ image: 'nope' })] })),
    ).toMatchObject({
      kind: 'imageNotAccessible',
    });
    expect(app.containers.created).toHaveLength(1);
  });

  it('moves to the next region when capacity is short', async () => {
    const app = await startTestApp();
    const placements = [
      { region: 'westeurope' },
      { region: 'northeurope', sizes: { main: { cpu: 2, memoryGb: 4 } } },
    ];
    app.containers.story = (container) => {
      if (container.request.region === 'westeurope') return { kind: 'capacity', message: 'none left' };
      container.after(1, () => reports(app, container, succeeded));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun({ placements }))).toMatchObject({ kind: 'succeeded' });
    expect(app.containers.created.map(({ region, shape }) => [region, shape.containers[0]?.cpu])).toEqual([
      ['westeurope', 1],
      ['northeurope', 2],
    ]);
  });

  it('gives up a container that never starts', async () => {
    const app = await startTestApp();
    const outcome = await app.run(
      'runContainer',
      aContainerRun({ provisioningDeadlineSeconds: 60, maxAttempts: 1 }),
    );
    expect(outcome.kind).toBe('stuckProvisioning');
    expect(app.elapsedSeconds).toBe(60 - app.earlyBy(1));
    await nothingIsLeft(app);
  });

  it('ends a container that runs beyond its deadline', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      return undefined;
    };
    expect((await app.run('runContainer', aContainerRun({ runningDeadlineSeconds: 120 }))).kind).toBe(
      'deadlineExceeded',
    );
    await nothingIsLeft(app);
  });

  it('counts its time from when the container really started, not from when that was seen', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(18, () => container.runs());
      return undefined;
    };
    const outcome = await app.run('runContainer', aContainerRun({ runningDeadlineSeconds: 60 }));
    expect(outcome.kind).toBe('deadlineExceeded');
    expect(app.elapsedSeconds).toBe(18 + 60 - app.earlyBy(1));
  });

  it.each([
    ['while the container is provisioned', 2],
    ['while it runs', 6],
  ])('cancels %s', async (_, atSecond) => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(4, () => container.runs());
      container.after(
        atSecond,
        () => void app.raise(container.runId, 'cancelRequested', { reason: 'not wanted' }),
      );
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({
      kind: 'cancelled',
      message: 'not wanted',
    });
    expect(app.elapsedSeconds).toBe(atSecond);
    await nothingIsLeft(app);
  });

  it('creates nothing when it was cancelled before', async () => {
    const app = await startTestApp();
    await app.documents.markCancelled('runContainer', 'too early');
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({
      kind: 'cancelled',
      message: 'too early',
    });
    expect(app.containers.created).toEqual([]);
  });

  it('archives the log bit by bit, and completely', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.prints('one\n'));
      container.after(1, () => container.runs());
      container.after(5, () => container.prints('two\n'));
      container.after(9, () => container.prints('three\n'));
      container.after(9, () => reports(app, container, succeeded));
      return undefined;
    };
    await app.run('runContainer', aContainerRun());
    await nothingIsLeft(app);
    expect(await app.documents.readLog('runContainer')).toBe('one\ntwo\nthree\n');
  });

  it('archives what a container prints between its report and its exit', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(9, () => container.prints('one\n'));
      container.after(9, () => reports(app, container, succeeded));
      container.after(9.5, () => container.prints('two\n'));
      container.after(9.5, () => container.exits(0));
      return undefined;
    };
    await app.run('runContainer', aContainerRun());
    await nothingIsLeft(app);
    expect(await app.documents.readLog('runContainer')).toBe('one\ntwo\n');
  });

  it('removes a container soon that goes on after its report', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(9, () => reports(app, container, succeeded));
      return undefined;
    };
    await app.run('runContainer', aContainerRun());
    await app.host.advance(3_000);
    expect(app.containers.groups.size).toBe(0);
  });

  it('does not fail when the log cannot be read', async () => {
    const app = await startTestApp();
    app.containers.outages.readLog = 100;
    app.containers.story = (container) => {
      container.after(1, () => reports(app, container, succeeded));
      return undefined;
    };
    expect((await app.run('runContainer', aContainerRun())).kind).toBe('succeeded');
  });

  it('ends before its group is gone, which is deleted all the same', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.lingers = 4;
      container.after(1, () => reports(app, container, succeeded));
      return undefined;
    };
    await app.run('runContainer', aContainerRun());
    expect(app.elapsedSeconds).toBe(1);
    await nothingIsLeft(app);
    // Within half a second, for the moment in which it may exit.
    expect(app.elapsedSeconds).toBeCloseTo(1 + 4 * 5 - app.earlyBy(4), 0);
  });

  it('keeps a failed group for a look at it, and leaves it to the sweep', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.exits(9));
      return undefined;
    };
    await app.run('runContainer', aContainerRun({ keepOnFailureMinutes: 30 }));
    const endedAt = app.clock.now();
    await app.advanceUntil(() => app.containers.kept.size === 1);
    const [name] = [...app.containers.groups.keys()];
    expect(app.containers.kept.get(name ?? '')?.getTime()).toBe(endedAt + 30 * 60_000);
  });

  it('lives through outages of Azure', async () => {
    const app = await startTestApp();
    app.containers.outages = { create: 2, read: 2, delete: 2 };
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(20, () => container.exits(0));
      return undefined;
    };
    expect((await app.run('runContainer', aContainerRun())).kind).toBe('succeeded');
    expect(app.containers.created).toHaveLength(1);
    await nothingIsLeft(app);
  });

  it('shows where it stands', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(
        1,
        () =>
          void app.raise(container.runId, 'containerProgress', {
            attempt: 1,
            step: 'building',
          }),
      );
      container.after(90, () => reports(app, container, succeeded));
      return undefined;
    };
    await app.begin('runContainer', aContainerRun());
    await app.advanceUntil(
      () => (app.status('runContainer').customStatus as { step?: string } | null)?.step === 'building',
    );
    expect(app.status('runContainer').customStatus).toMatchObject({
      kind: 'container',
      attempt: 1,
      state: 'running',
    });
    await app.outcomeOf('runContainer');
    expect(app.status('runContainer').customStatus).toMatchObject({ state: 'ended', exitCode: 0 });
  });

  it('keeps how the container ended when its group cannot be deleted', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(4, () => reports(app, container, succeeded));
      return undefined;
    };
    app.containers.outages.delete = 100;
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({
      kind: 'succeeded',
      attempt: 1,
      result: succeeded,
    });
  });

  it('keeps how the container ended when its group cannot be marked to be kept', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.exits(9);
      return undefined;
    };
    app.containers.keepUntil = async () => {
      throw new Error('The mark is refused, as the test wants it.');
    };
    expect(await app.run('runContainer', aContainerRun({ keepOnFailureMinutes: 30 }))).toMatchObject({
      kind: 'failed',
      exitCode: 9,
    });
  });

  it("never deletes somebody else's group that has the name", async () => {
    const app = await startTestApp();
    const name = containerGroupName({ hub: 'test', ownerId: 'runContainer', word: 'sums', attempt: 1 });
    await app.containers.create({
      name,
      region: 'westeurope',
      owner: { kind: 'person', id: 'ada', hub: 'test' },
      attempt: 1,
      shape: { containers: [aContainerSpec()] },
    });
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({ kind: 'refused' });
    expect(app.budget.state.tickets).toEqual([]);
    expect([...app.containers.groups.keys()]).toEqual([name]);
  });

  it('removes what a refused create left behind', async () => {
    const app = await startTestApp();
    app.containers.leavesRefused = true;
    app.containers.story = () => ({ kind: 'refused', message: 'not like this' });
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({ kind: 'refused' });
    await nothingIsLeft(app);
  });

  it('archives the log of a failure before it ends, because people look at once', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.lingers = 3;
      container.after(1, () => container.prints('boom\n'));
      container.after(1, () => reports(app, container, failed));
      return undefined;
    };
    await app.run('runContainer', aContainerRun());
    expect(await app.documents.readLog('runContainer')).toBe('boom\n');
  });
});
