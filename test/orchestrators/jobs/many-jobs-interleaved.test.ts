/**
 * Arrays and graphs in generated forms, with what people and machines do to them meanwhile: items that fail, are cancelled,
 * terminated or purged, tellings that are wrong or come twice, the whole cancelled at any moment.
 */
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import type { JobItemsOutcome } from '../../../contract/job-items.ts';
import { childRunId } from '../../../lib/ids.ts';
import { cancelRun } from '../../../lib/lanes/cancel-run.ts';
import type { Runs } from '../../../lib/ports/runs.ts';
import { beginArray, beginGraph, tellItems } from '../../support/many-jobs.ts';
import { runsOfBench } from '../../support/runs-of-bench.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

/** Of all one half goes on in the ways of Azure, the other in those of the bench. */
const seeds = Array.from({ length: 40 }, (_, seed) => seed).filter(
  (seed) => (seed % 2 === 1) === (inject('imitatesAzure') ?? false),
);

/** Removals are done, and so is what runs again minutes after a crash. */
const settledSeconds = 1_800;

const event = fc.record({
  at: fc.integer({ min: 0, max: 25 }),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('terminate', 'purge', 'cancelItem', 'tellWrong' as const) },
    { weight: 1, arbitrary: fc.constant('cancelAll' as const) },
  ),
  nth: fc.nat(8),
});
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

const scenario = fc.integer({ min: 1, max: 9 }).chain((items) =>
  fc.record({
    isGraph: fc.boolean(),
    needs: fc.tuple(
      ...Array.from({ length: items }, (_, n) =>
        fc.uniqueArray(fc.nat(Math.max(n - 1, 0)), { maxLength: n === 0 ? 0 : 2 }),
      ),
    ),
    parallelism: fc.integer({ min: 1, max: 4 }),
    allowFailures: fc.nat(2),
    stories: fc.array(
      fc.record({ seconds: fc.integer({ min: 1, max: 9 }), exitCode: fc.constantFrom(0, 0, 0, 1) }),
      { minLength: items, maxLength: items },
    ),
    events: fc.array(event, { maxLength: 4 }),
  }),
);

async function happens(
  app: TestApp,
  parent: string,
  { what, nth }: Event,
  names: readonly string[],
): Promise<void> {
  const runs = runsOfBench(app) as Runs;
  const id = childRunId(parent, names[nth % names.length] ?? '');
  const isActive = (await runs.stateOf(id)) === 'active';
  switch (what) {
    case 'tellWrong':
      return void (await runs.raise(parent, 'itemEnded', { item: names[nth % names.length] ?? '' }));
    case 'cancelAll':
      await app.documents.markCancelled(parent, 'by Ada');
      return void (await runs.raise(parent, 'cancelRequested', { reason: 'by Ada' }));
    case 'cancelItem':
      return isActive ? cancelRun({ documents: app.documents, runs }, id, 'by Bob') : undefined;
    case 'terminate':
    case 'purge':
      if (!isActive) return;
      await app.engine.client.terminate(id, 'by hand');
      await app.host.idle();
      if (what === 'purge') await app.engine.client.purge(id);
  }
}

describe('arrays and graphs, whatever happens to them', () => {
  it.each(seeds)('end each item once, within their limits, and leave nothing (seed %i)', async (seed) => {
    const [told] = fc.sample(scenario, { seed, numRuns: 1 });
    if (!told) throw new Error('There is no scenario.');
    const { isGraph, needs, parallelism, allowFailures, stories, events } = told;
    const parent = isGraph ? 'graph' : 'array';
    const names = stories.map((_, n) => (isGraph ? `n${n}` : `${n}`));
    const app = await startTestApp();
    const rowsOf = () => [...app.runIndex.rows.values()].filter((row) => row.parent);
    const statusOf = (name: string | undefined) =>
      app.runIndex.rows.get(childRunId(parent, name ?? ''))?.status;
    let mostRunning = 0;
    const seen = tellItems(app, (name) => {
      mostRunning = Math.max(mostRunning, rowsOf().filter(({ status }) => status === 'running').length);
      const position = names.indexOf(name);
      if (isGraph) for (const need of needs[position] ?? []) expect(statusOf(names[need])).toBe('succeeded');
      return stories[position] ?? {};
    });
    for (const each of events)
      app.clock.at(app.clock.now() + each.at * 1_000, () => void happens(app, parent, each, names));
    if (isGraph) {
      const nodes = names.map((name, n) => [name, { needs: (needs[n] ?? []).map((need) => `n${need}`) }]);
      await beginGraph(app, Object.fromEntries(nodes), { parallelism });
    } else {
      await beginArray(app, stories, { parallelism, allowFailures });
    }
    const { kind, counts } = (await app.outcomeOf(parent)) as JobItemsOutcome;

    expect(new Set(seen.started).size, 'no container ran twice').toBe(seen.started.length);
    expect(mostRunning).toBeLessThanOrEqual(parallelism);
    const started = rowsOf();
    expect(counts).toMatchObject({ pending: 0, running: 0, skipped: names.length - started.length });
    for (const status of ['succeeded', 'failed', 'cancelled', 'terminated'] as const)
      expect(
        started.filter((row) => row.status === status),
        status,
      ).toHaveLength(counts[status]);
    const failures = counts.failed + counts.cancelled + counts.terminated;
    const isWanted = kind === 'cancelled' || failures > (isGraph ? 0 : allowFailures);
    expect(kind === 'succeeded', `${failures} of ${names.length} failed`).toBe(!isWanted);
    if (!isGraph && !isWanted) expect(started).toHaveLength(names.length);
    expect(app.runIndex.rows.get(parent)).toMatchObject({ status: kind, counts });

    await app.host.advance(settledSeconds * 1_000);
    expect([...app.containers.groups.keys()]).toEqual([]);
    expect(app.budget.state.tickets).toEqual([]);
  });
});
