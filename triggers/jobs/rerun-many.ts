import type { GraphNode, JobArrayRequest, JobGraphRequest } from '../../contract/job-items.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { arrayRunId, graphRunId } from '../../lib/ids.ts';
import { readItemsAt } from '../../lib/jobs/items-pages.ts';
import { startArray, startGraph } from '../../lib/jobs/start-many.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { ClaimedRequest } from '../http/claim-request.ts';

/** Starts all items of an array or a graph again; the id of the new run, undefined when what they ran is no longer kept. */
export async function rerunMany(
  deps: TriggerDependencies,
  runs: Runs,
  { id: from, name, input }: RunRecord,
  { cause, requestedAt }: ClaimedRequest,
): Promise<string | undefined> {
  const common = { hub: deps.settings.hub, cause: 'rerun', requestedAt } as const;
  const again = `rerun:${from}:${cause}`;
  if (name === 'runArray') {
    const { job, items, parallelism, allowFailures } = input as JobArrayRequest;
    const [first, ...rest] = (await itemsOf(deps, from, items)) ?? [];
    if (!first) return undefined;
    const { needs: _, input: __, ...template } = first;
    const inputs = [first, ...rest].map((item) => item.input);
    const id = arrayRunId(job, again);
    await startArray(deps, runs, { ...common, id, template, inputs, parallelism, allowFailures });
    return id;
  }
  const { names, parallelism } = input as JobGraphRequest;
  const nodes = await itemsOf(deps, from, names.length);
  if (!nodes) return undefined;
  const id = graphRunId(again);
  const named = new Map(nodes.map((node, position) => [names[position] ?? '', node]));
  await startGraph(deps, runs, { ...common, id, nodes: named, parallelism });
  return id;
}

/** In their order; undefined unless all are there. */
async function itemsOf(
  { documents }: TriggerDependencies,
  id: string,
  count: number,
): Promise<GraphNode[] | undefined> {
  const found = await readItemsAt(documents, id, [...Array(count).keys()]);
  return found.size === count ? [...found.values()] : undefined;
}
