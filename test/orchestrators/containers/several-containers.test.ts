import { describe, expect, it } from 'vitest';
import { aContainerRun, aContainerSpec } from '../../support/builders.ts';
import type { FakeContainer } from '../../support/fakes/fake-containers.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const group = {
  containers: [
    aContainerSpec({ name: 'one', cpu: 2 }),
    aContainerSpec({ name: 'two', memoryGb: 4 }),
    aContainerSpec({ name: 'helper', essential: false }),
  ],
  initContainers: [aContainerSpec({ name: 'before' })],
};

function reports(
  app: TestApp,
  { runId, attempt }: FakeContainer,
  container: string,
  exitCode = 0,
  result?: unknown,
): void {
  void app.raise(runId, 'containerEnded', { attempt, container, exitCode, result });
}

describe('runContainer with several containers', () => {
  it('ends when each essential one has reported, with what the first of them posted', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => reports(app, container, 'two', 0, 'second'));
      container.after(2, () => reports(app, container, 'one', 0, 'first'));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun(group))).toMatchObject({
      kind: 'succeeded',
      result: 'first',
      containers: [
        { name: 'one', state: 'terminated', exitCode: 0 },
        { name: 'two', state: 'terminated', exitCode: 0 },
        { name: 'helper', state: 'waiting' },
      ],
    });
    expect(app.elapsedSeconds).toBe(2);
  });

  it('fails with the first that reports a failure', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => reports(app, container, 'two', 5));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun(group))).toMatchObject({
      kind: 'failed',
      container: 'two',
      exitCode: 5,
    });
    expect(app.elapsedSeconds).toBe(1);
  });

  it('counts the first report of each, and none of a helper', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(0.5, () => reports(app, container, 'helper', 1));
      container.after(1, () => reports(app, container, 'one', 0, 'first'));
      container.after(1.5, () => reports(app, container, 'one', 1, 'again'));
      container.after(2, () => reports(app, container, 'two'));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun(group))).toMatchObject({
      kind: 'succeeded',
      result: 'first',
    });
  });

  it('finds those that report nothing by looking, beside those that do', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(0.5, () => {
        for (const name of ['one', 'two', 'helper']) container.runs(name);
      });
      container.after(1, () => reports(app, container, 'one', 0, 'first'));
      container.after(10, () => container.exits(0, 'two'));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun(group))).toMatchObject({
      kind: 'succeeded',
      result: 'first',
      containers: [
        { name: 'before', state: 'waiting' },
        { name: 'one', state: 'terminated', exitCode: 0 },
        { name: 'two', state: 'terminated', exitCode: 0 },
        { name: 'helper', state: 'running' },
      ],
    });
    expect(app.elapsedSeconds).toBeLessThan(20);
  });

  it('takes all reports that came while it looked', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(0.5, () => container.runs('one'));
      return undefined;
    };
    const read = app.containers.read.bind(app.containers);
    let looks = 0;
    app.containers.read = async (name) => {
      const state = await read(name);
      if (++looks !== 3) return state;
      const [created] = app.containers.groups.values();
      for (const container of ['two', 'one'])
        await app.raise('runContainer', 'containerEnded', {
          attempt: created?.attempt,
          container,
          exitCode: 0,
          result: container,
        });
      return { kind: 'absent' };
    };
    expect(await app.run('runContainer', aContainerRun({ ...group, maxAttempts: 1 }))).toMatchObject({
      kind: 'succeeded',
      result: 'one',
    });
  });

  it('gives each its own token, and a helper none', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => reports(app, container, 'one', 1));
      return undefined;
    };
    await app.run('runContainer', aContainerRun(group));
    const { containers = [], initContainers = [] } = app.containers.created[0]?.shape ?? {};
    expect([...containers, ...initContainers].map(({ secrets }) => secrets.SLIPWAY_CALLBACK_TOKEN)).toEqual([
      'token-runContainer-1-one',
      'token-runContainer-1-two',
      undefined,
      undefined,
    ]);
  });

  it('shows how each stands while it goes on', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => {
        container.exits(0, 'before');
        container.runs('one');
      });
      container.after(60, () => reports(app, container, 'one', 1));
      return undefined;
    };
    await app.begin('runContainer', aContainerRun(group));
    await app.advanceUntil(() => app.elapsedSeconds >= 30);
    expect(app.status('runContainer').customStatus).toMatchObject({
      state: 'running',
      containers: [
        { name: 'before', state: 'terminated', exitCode: 0 },
        { name: 'one', state: 'running' },
        { name: 'two', state: 'waiting' },
        { name: 'helper', state: 'waiting' },
      ],
    });
    await app.outcomeOf('runContainer');
  });

  it('goes on where there are more of them than a custom status has room for', async () => {
    const app = await startTestApp();
    const names = Array.from({ length: 60 }, (_, n) => `${n}`.padStart(63, 'c'));
    const image = `registry.test/${'i'.repeat(1_000)}`;
    app.containers.story = (container) => {
      container.after(1, () => {
        for (const name of names) container.exits(0, name);
      });
      return undefined;
    };
    const spec = { containers: names.map((name) => aContainerSpec({ name, image })) };
    const outcome = await app.run('runContainer', aContainerRun(spec));
    expect(outcome.kind).toBe('succeeded');
    expect(outcome.containers).toHaveLength(60);
    expect(app.status('runContainer').customStatus).toMatchObject({ state: 'ended', exitCode: 0 });
  });

  it('counts what all of them had, from the start of each to its end', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs('one'));
      container.after(2, () => container.runs('two'));
      container.after(2, () => container.runs('helper'));
      container.after(5, () => container.exits(0, 'one'));
      container.after(6, () => container.exits(0, 'helper'));
      container.after(6, () => container.exits(0, 'two'));
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun(group))).toMatchObject({
      usage: { vcpuSeconds: 2 * 4 + 4 + 4, memoryGbSeconds: 4 + 4 * 4 + 4 },
    });
  });
});
