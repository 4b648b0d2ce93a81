/**
 * What happens to jobs of two containers in generated order: reports, late and repeated ones, exits, platform kills, groups that
 * vanish, cancels, refused creates. Several jobs live in one app, each with an order of its own, so that they are fast.
 */
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import type { JobOutcome } from '../../../contract/jobs.ts';
import { childRunId } from '../../../lib/ids.ts';
import { aContainerSpec, aJob, aSpec } from '../../support/builders.ts';
import type { FakeContainer } from '../../support/fakes/fake-containers.ts';
import { runsOfBench } from '../../support/runs-of-bench.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const jobsOfAnApp = 8;
const maxAttempts = 3;

/** Ever other ones are had by more: INTERLEAVINGS=3000 npx vitest run test/orchestrators/jobs/interleavings.test.ts */
const apps = Math.ceil(Number(process.env.INTERLEAVINGS ?? 48) / jobsOfAnApp);
const seeds = Array.from({ length: apps }, (_, seed) => seed).filter(
  (seed) => (seed % 2 === 1) === (inject('imitatesAzure') ?? false),
);

const container = fc.constantFrom('one' as const, 'two' as const);
const exitCode = fc.constantFrom(0, 0, 0, 1, 75, 137, 7147);
const happening = fc.record({
  /** Seconds after the creation. */
  at: fc.integer({ min: 0, max: 40 }),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('reports' as const), container, exitCode }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('exits' as const), container, exitCode }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'vanishes' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'lateReport' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
  ),
});
const attempt = fc.record({
  refusal: fc.option(fc.constantFrom('capacity' as const, 'quota' as const), { freq: 8 }),
  happenings: fc.array(happening, { maxLength: 6 }),
});
const story = fc.array(attempt, { minLength: 1, maxLength: 6 });
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;
type Happening = Attempt['happenings'][number];

/** The jobs of one app, and what happens to each attempt of them. */
class World {
  readonly app: TestApp;
  readonly stories = new Map<string, Attempt[]>();

  constructor(app: TestApp) {
    this.app = app;
    app.containers.story = (group) => {
      const { refusal, happenings = [] } =
        this.stories.get(group.runId)?.[group.attempt - 1] ?? ({} as Partial<Attempt>);
      if (refusal) return { kind: refusal, message: `no ${refusal}, as the test wants it` };
      group.after(0.5, () => {
        for (const name of ['one', 'two']) group.runs(name);
      });
      for (const { at, what } of happenings) group.after(at + 1, () => this.#happens(group, what));
      return undefined;
    };
  }

  #happens(group: FakeContainer, what: Happening['what']): void {
    const { app } = this;
    const { runId, attempt } = group;
    const runs = runsOfBench(app);
    switch (what.kind) {
      case 'reports':
        void runs.raise(runId, 'containerEnded', {
          attempt,
          container: what.container,
          exitCode: what.exitCode,
          result: `${attempt}`,
        });
        return;
      case 'exits':
        group.exits(what.exitCode, what.container);
        return;
      case 'vanishes':
        app.containers.groups.delete(group.request.name);
        return;
      case 'lateReport':
        void runs.raise(runId, 'containerEnded', { attempt: attempt - 1, exitCode: 0, result: 'late' });
        return;
      case 'cancel':
        void runs.raise(runId, 'cancelRequested', { reason: 'not wanted' });
    }
  }
}

describe('jobs in generated order', () => {
  it.each(seeds)('end once, with the attempt that decided, and leave nothing (seed %i)', async (seed) => {
    const app = await startTestApp();
    const world = new World(app);
    const stories = fc.sample(story, { numRuns: jobsOfAnApp, seed });
    const ids = stories.map((_, index) => `job-${index}`);
    const group = aSpec({
      containers: [aContainerSpec({ name: 'one' }), aContainerSpec({ name: 'two' })],
      runningDeadlineSeconds: 120,
      maxAttempts,
      retry: { backoffSeconds: 5, factor: 2, longestSeconds: 60, exitCodes: [75] },
    });
    for (const [index, id] of ids.entries()) {
      world.stories.set(childRunId(id, 'container'), stories[index] ?? []);
      await app.begin('runJob', aJob({ spec: { group, queueDeadlineSeconds: 3_600 } }), id);
    }
    for (const id of ids) {
      const outcome = (await app.outcomeOf(id)) as JobOutcome;
      const created = app.containers.created.filter(({ owner }) => owner.id === childRunId(id, 'container'));
      const what = `${id}: ${JSON.stringify(outcome)} after ${JSON.stringify(world.stories.get(childRunId(id, 'container')))}`;
      const refusals = app.containers.refused.filter(
        ({ name, kind }) => kind === 'quota' && created.some((each) => each.name === name),
      );
      expect(created.length - refusals.length, what).toBeLessThanOrEqual(maxAttempts);
      expect(
        created.map((each) => each.attempt),
        what,
      ).toEqual(created.map((_, index) => index + 1));
      // A run that was cancelled, or gave up, while it waited for room was at an attempt without a group.
      const waited = outcome.kind === 'cancelled' || outcome.kind === 'quota' ? 1 : 0;
      expect(outcome.attempts, what).toBeGreaterThanOrEqual(created.length);
      expect(outcome.attempts, what).toBeLessThanOrEqual(created.length + waited);
      if (outcome.output?.kind === 'inline') expect(outcome.output.value, what).toBe(`${outcome.attempts}`);
      if (outcome.kind === 'succeeded')
        expect(
          outcome.containers.map((each) => each.exitCode),
          what,
        ).toEqual([0, 0]);
      expect(outcome.cost.vcpuSeconds, what).toBeLessThanOrEqual(maxAttempts * 2 * 140);
      expect((await app.runIndex.read(id))?.end?.kind, what).toBe(outcome.kind);
    }
    await app.advanceUntil(() => app.containers.groups.size === 0 && app.budget.state.tickets.length === 0);
  });
});
