import type { GraphNode, ItemTemplate, JobArrayRequest, JobGraphRequest } from '../../contract/job-items.ts';
import type { JobCause } from '../../contract/jobs.ts';
import type { RunRow } from '../../contract/runs.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Runs } from '../ports/runs.ts';
import { writeArray, writeGraph } from './items-pages.ts';
import { startOnce } from './start-once.ts';

type Stores = { documents: RunDocuments; runIndex: RunIndex };
type Asked = { id: string; hub: string; cause: JobCause; requestedAt: string; parallelism: number };

/** Starts one run of an array, once however often it is asked for. */
export async function startArray(
  stores: Stores,
  runs: Runs,
  asked: Asked & { template: ItemTemplate; inputs: readonly unknown[]; allowFailures: number },
): Promise<void> {
  const { id, cause, template, inputs, ...request } = asked;
  const job = template.job === undefined ? {} : { job: template.job };
  await startOnce(stores, runs, { ...rowOf(asked, 'jobArray'), ...job }, async () => {
    await writeArray(stores.documents, id, template, inputs);
    const ttl = timeToLive([template]);
    const input: JobArrayRequest = { ...request, ...job, ...ttl, items: inputs.length };
    await runs.start('runArray', { id, input });
  });
}

/** Starts one run of a graph, once however often it is asked for. Its nodes need no others than each other, in no circle. */
export async function startGraph(
  stores: Stores,
  runs: Runs,
  asked: Asked & { nodes: ReadonlyMap<string, GraphNode> },
): Promise<void> {
  const { id, cause, nodes, ...request } = asked;
  await startOnce(stores, runs, rowOf(asked, 'jobGraph'), async () => {
    await writeGraph(stores.documents, id, [...nodes.values()]);
    const names = [...nodes.keys()];
    const positions = new Map(names.map((name, position) => [name, position]));
    const needs = [...nodes.values()].map((node) => node.needs.flatMap((need) => positions.get(need) ?? []));
    const input: JobGraphRequest = { ...request, ...timeToLive([...nodes.values()]), names, needs };
    await runs.start('runGraph', { id, input });
  });
}

/** All items go with the run that has them, so the longest time counts; where an item has none, the app's retention does. */
function timeToLive(templates: readonly ItemTemplate[]): { timeToLiveMinutes?: number } {
  const times = templates.flatMap(({ spec }) => spec.timeToLiveMinutes ?? []);
  return times.length < templates.length ? {} : { timeToLiveMinutes: Math.max(...times) };
}

function rowOf({ id, cause, requestedAt }: Asked, kind: 'jobArray' | 'jobGraph'): RunRow {
  return { id, kind, status: 'running', cause, requestedAt, startedAt: requestedAt };
}
