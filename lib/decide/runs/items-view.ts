import type {
  ItemCounts,
  ItemStatus,
  JobArrayRequest,
  JobGraphRequest,
  JobItemsStatus,
} from '../../../contract/job-items.ts';
import type { GraphNodeView, JobArrayView, JobGraphView } from '../../../contract/run-view.ts';
import type { RunRecord, RunRow } from '../../../contract/runs.ts';
import { isOver } from './run-row.ts';
import { withoutUndefined } from './without-undefined.ts';

const finalStates = new Set(['Completed', 'Failed', 'Terminated', 'Canceled']);

type CountsPart = Pick<JobArrayView, 'counts' | 'progress'>;

/** What a view of an array has beside that of any run. */
export function arrayPart(record: RunRecord): Partial<JobArrayView> {
  const { job, parallelism, allowFailures } = (record.input ?? {}) as Partial<JobArrayRequest>;
  return { ...commonPart(record), job, parallelism, allowFailures };
}

/** The same of a graph. `rows` are the jobs that were started. */
export function graphPart(
  record: RunRecord,
  rows: readonly RunRow[],
): Partial<JobGraphView> & Pick<JobGraphView, 'nodes'> {
  const { parallelism, names = [], needs = [] } = (record.input ?? {}) as Partial<JobGraphRequest>;
  const common = commonPart(record);
  // Nothing that waits is ever started where the whole was stopped, or lost.
  const isStopped = common.phase !== 'running' || finalStates.has(record.runtimeStatus);
  return { ...common, parallelism, nodes: nodesOf({ names, needs, rows, isStopped }) };
}

export function countsPart(counts: ItemCounts | undefined): CountsPart {
  if (!counts) return {};
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const left = counts.pending + counts.running;
  return { counts, progress: all === 0 ? 1 : Math.floor((1 - left / all) * 1_000) / 1_000 };
}

function commonPart({
  input,
  customStatus,
}: RunRecord): CountsPart & { phase?: string; requestedAt?: string } {
  const { requestedAt } = (input ?? {}) as Partial<JobArrayRequest>;
  const { phases, counts } = (customStatus ?? {}) as Partial<JobItemsStatus>;
  const phase = phases?.at(-1)?.phase;
  return withoutUndefined({ requestedAt, phase: phase ?? 'running', ...countsPart(counts) });
}

function nodesOf({
  names,
  needs,
  rows,
  isStopped,
}: Pick<JobGraphRequest, 'names' | 'needs'> & {
  rows: readonly RunRow[];
  isStopped: boolean;
}): GraphNodeView[] {
  const rowOf = new Map(rows.map((row) => [row.parent?.item, row]));
  const seen = new Map<number, ItemStatus>();
  const statusOf = (node: number): ItemStatus => {
    const known = seen.get(node);
    if (known) return known;
    const row = rowOf.get(names[node]);
    const status = row ? rowStatus(row) : isStopped || needsOf(node).some(isMissed) ? 'skipped' : 'pending';
    seen.set(node, status);
    return status;
  };
  const needsOf = (node: number): ItemStatus[] => (needs[node] ?? []).map(statusOf);
  return names.map((name, node) => {
    const row = rowOf.get(name);
    return withoutUndefined<GraphNodeView>({
      name,
      needs: (needs[node] ?? []).map((need) => names[need] ?? ''),
      status: statusOf(node),
      run: row?.id,
      message: row?.message,
      output: row?.output?.kind === 'inline' ? row.output.value : undefined,
    });
  });
}

function rowStatus(row: RunRow): ItemStatus {
  return isOver(row) ? (row.status as ItemStatus) : 'running';
}

function isMissed(status: ItemStatus): boolean {
  return status !== 'succeeded' && status !== 'pending' && status !== 'running';
}
