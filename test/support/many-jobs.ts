import type { GraphNode } from '../../contract/job-items.ts';
import { startArray, startGraph } from '../../lib/jobs/start-many.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import { aJob } from './builders.ts';
import { runsOfBench } from './runs-of-bench.ts';
import type { TestApp } from './test-app.ts';

const requestedAt = '2026-01-01T00:00:00.000Z';

/** Starts an array with these inputs under the id `array`. */
export async function beginArray(
  app: TestApp,
  inputs: readonly unknown[],
  { parallelism = 3, allowFailures = 0, spec = aJob().spec } = {},
): Promise<void> {
  const { job = 'sums' } = aJob();
  const asked = { id: 'array', hub: 'test', cause: 'request' as const, requestedAt };
  const runs = runsOfBench(app) as Runs;
  await startArray(app, runs, { ...asked, template: { job, spec }, inputs, parallelism, allowFailures });
}

/** Starts a graph of these nodes under the id `graph`; what a node needs stands with it. */
export async function beginGraph(
  app: TestApp,
  nodes: Record<string, Partial<GraphNode>>,
  { parallelism = 3 } = {},
): Promise<void> {
  const { spec } = aJob();
  const all = new Map<string, GraphNode>();
  for (const [name, node] of Object.entries(nodes)) all.set(name, { spec, needs: [], ...node });
  const asked = { id: 'graph', hub: 'test', cause: 'request' as const, requestedAt };
  await startGraph(app, runsOfBench(app) as Runs, { ...asked, nodes: all, parallelism });
}

/** What a container of an item does: how long it takes, and with what it exits. */
export type ItemStory = { seconds?: number; exitCode?: number; result?: unknown };

/**
 * Lets each item's container report after its time. Answers what the items did: each start of a container by the item's name, and
 * how many ran at the same time at most.
 */
export function tellItems(
  app: TestApp,
  storyOf: (item: string, input: unknown) => ItemStory = () => ({}),
): { started: string[]; peak: number } {
  const seen = { started: [] as string[], peak: 0 };
  let running = 0;
  app.containers.story = (container) => {
    const { SLIPWAY_ITEM: item = '', SLIPWAY_INPUT: input = 'null' } = container.environment;
    const { seconds = 1, exitCode = 0, result } = storyOf(item, JSON.parse(input));
    seen.started.push(item);
    seen.peak = Math.max(seen.peak, ++running);
    container.after(seconds, () => {
      running--;
      container.exits(exitCode);
      const report = { attempt: container.attempt, exitCode, ...(result === undefined ? {} : { result }) };
      void runsOfBench(app).raise(container.runId, 'containerEnded', report);
    });
    return undefined;
  };
  return seen;
}
