import { AggregationTemporality, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { wantPublish } from '../../lib/lanes/want-publish.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import { openTelemetry } from '../../lib/telemetry/open-telemetry.ts';
import { traceIdOf } from '../../lib/traceparent.ts';
import { aBuild, aCommit, aFinalReport, aManifest, aSite, aWant } from '../support/builders.ts';
import { fakeClock } from '../support/fakes/fake-outside.ts';
import { runsOfBench } from '../support/runs-of-bench.ts';
import { startTestApp, TestApp } from '../support/test-app.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const traceId = '0af7651916cd43dd8448eb211c80319c';

/** Builds whatever is asked for, at once. */
function builds(app: TestApp): TestApp {
  const commit = aCommit('a1');
  app.commits.commits.push(commit);
  app.releases.addManifest(aManifest('release-1', { 'index.html': 'a1' }, { commit: commit.sha }));
  app.containers.story = (container) => {
    const report = aFinalReport(aBuild('release-1'));
    container.after(3, () => void app.raise(container.runId, 'containerEnded', report));
    return undefined;
  };
  return app;
}

async function pushes(app: TestApp, trace?: string): Promise<void> {
  const store = { ...app, clock: fakeClock(app.clock) };
  const runs = { ...runsOfBench(app), ...(trace && { traceparent: trace }) } as Runs;
  await wantPublish(store, runs, 'blog', aWant('one'));
  await app.advanceUntil(() => app.runIndex.rows.get('one')?.status === 'succeeded');
}

/** Spans by name, with the names of those above each, the caller's own left out. */
function pathsOf(spans: readonly ReadableSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  const pathOf = (span: ReadableSpan): string => {
    const parent = byId.get(span.parentSpanContext?.spanId ?? '');
    return parent ? `${pathOf(parent)} > ${span.name}` : span.name;
  };
  return spans.map(pathOf);
}

describe('the trace of a push', () => {
  it('goes over the row of the lane into the publish, its steps and its container', async () => {
    const spans = new InMemorySpanExporter();
    const metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA);
    const telemetry = openTelemetry(
      { spans: [spans], metrics: [metrics] },
      { name: 'slipway', version: '1' },
    );
    onTestFinished(() => telemetry.end());
    const app = new TestApp([aSite('blog')]);
    app.tracing = telemetry.tracing;
    await builds(await app.start());
    await pushes(app, traceparent);
    await telemetry.flush();

    const told = spans.getFinishedSpans();
    expect(new Set(told.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(pathsOf(told)).toEqual(
      expect.arrayContaining([
        'start publishSite',
        'start publishSite > fetchCommit',
        'start publishSite > createContainerGroup',
        'start publishSite > planPromotion',
        'start publishSite > endPublish',
      ]),
    );
    const create = told.find(({ name }) => name === 'createContainerGroup');
    expect(app.containers.created[0]?.shape.containers[0]?.environment.TRACEPARENT).toBe(
      `00-${traceId}-${create?.spanContext().spanId}-01`,
    );
    // The lane goes on for ever, and belongs to nobody's trace.
    expect(told.map(({ name }) => name)).not.toContain('readLane');
  });

  it('reaches the container also where nothing is recorded', async () => {
    const app = builds(await startTestApp([aSite('blog')]));
    await pushes(app, traceparent);
    expect(app.containers.created[0]?.shape.containers[0]?.environment.TRACEPARENT).toBe(traceparent);
  });

  it('is none where the caller has none and nothing is recorded', async () => {
    const app = builds(await startTestApp([aSite('blog')]));
    await pushes(app);
    expect(app.containers.created[0]?.shape.containers[0]?.environment).not.toHaveProperty('TRACEPARENT');
  });

  it('begins with the publish where the caller has none', async () => {
    const spans = new InMemorySpanExporter();
    const telemetry = openTelemetry({ spans: [spans], metrics: [] }, { name: 'slipway', version: '1' });
    onTestFinished(() => telemetry.end());
    const app = new TestApp([aSite('blog')]);
    app.tracing = telemetry.tracing;
    await builds(await app.start());
    await pushes(app);
    await telemetry.flush();
    const [first] = spans.getFinishedSpans();
    expect(first).toMatchObject({ name: 'start publishSite', attributes: { 'slipway.run': 'one' } });
    expect(traceIdOf(app.containers.created[0]?.shape.containers[0]?.environment.TRACEPARENT)).toBe(
      first?.spanContext().traceId,
    );
  });
});

describe('what is measured', () => {
  it('says how long a publish took, each of its phases and its wait for room', async () => {
    const app = builds(await startTestApp([aSite('blog')]));
    await pushes(app);
    const named = (name: string) => app.metrics.told.filter((each) => each.name === name);
    const [publish] = named('slipway.publish.duration');
    expect(publish).toMatchObject({ of: 'blog' });
    const phases = named('slipway.publish.phase.duration');
    expect(phases.map(({ of }) => of)).toEqual([
      'fetching',
      'building',
      'promoting',
      'purging',
      'verifying',
      'reporting',
    ]);
    expect(phases.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(publish?.value ?? 0);
    expect(phases.find(({ of }) => of === 'building')?.value).toBeGreaterThanOrEqual(3);
    expect(named('slipway.budget.wait')).toEqual([
      { name: 'slipway.budget.wait', value: 0, of: 'westeurope' },
    ]);
  });
});
