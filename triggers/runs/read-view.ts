import type { RunView } from '../../contract/run-view.ts';
import type { RunRecord, RunRow } from '../../contract/runs.ts';
import { longestInlineBytes } from '../../lib/decide/jobs/job-value.ts';
import { priced } from '../../lib/decide/jobs/priced.ts';
import { rowView } from '../../lib/decide/runs/row-view.ts';
import { isOver } from '../../lib/decide/runs/run-row.ts';
import { runKind, runView } from '../../lib/decide/runs/run-view.ts';
import { childRunId } from '../../lib/ids.ts';
import { allItems } from '../../lib/jobs/all-items.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { runLinks, unknownRun } from '../http/run-links.ts';
import { siteRunsOf } from './site-runs.ts';

/** One run: by its durable instance, before its turn by what waits for it, and after its history has gone by its row. */
export async function viewOfRun(deps: TriggerDependencies, runs: Runs, id: string): Promise<RunView> {
  const record = await runs.read(id);
  const view = record ? await viewOfRecord(deps, runs, record) : await viewOfKeptRow(deps, runs, id);
  if (!view) throw unknownRun(id);
  const { id: _id, ...durable } = record ? runs.managementLinks(id) : {};
  return record ? { ...view, links: { ...view.links, durable } } : view;
}

async function viewOfKeptRow(
  deps: TriggerDependencies,
  runs: Runs,
  id: string,
): Promise<RunView | undefined> {
  const row = await deps.runIndex.read(id);
  return row && withOutput(deps, await viewOfRow(deps, runs, row));
}

/** A row has small outputs only. What a history would have had is read from its document. */
async function withOutput({ documents }: TriggerDependencies, view: RunView): Promise<RunView> {
  if (view.kind !== 'job' || !view.outputReference) return view;
  const { outputReference, ...others } = view;
  if (outputReference.bytes > longestInlineBytes) return view;
  const found = await documents.readValue(view.id, 'output');
  return found ? { ...others, output: found.value } : view;
}

/** A run by its durable instance; undefined for what is none of the product's. */
export async function viewOfRecord(
  { clock, runIndex, settings }: TriggerDependencies,
  runs: Runs,
  record: RunRecord,
): Promise<RunView | undefined> {
  const container =
    record.name === 'publishSite' || record.name === 'runJob'
      ? await runs.read(childRunId(record.id, 'container'))
      : undefined;
  const links = runLinks(settings.publicUrl, record.id, runKind(record.name));
  const now = clock.now().toISOString();
  const items = record.name === 'runGraph' ? await allItems(runIndex, record.id) : undefined;
  const view = runView({ record, container, siteRuns: siteRunsOf(record), items, now, links });
  return view && priced(view, settings.listPrices);
}

/** A run of a list: by its row where that says how it ended, by its instance while it goes on. */
export async function viewOfRow(deps: TriggerDependencies, runs: Runs, row: RunRow): Promise<RunView> {
  const { clock, lanes, settings } = deps;
  const record = isOver(row) ? undefined : await runs.read(row.id);
  const view = record && (await viewOfRecord(deps, runs, record));
  if (view) return view;
  const lane = row.site && !isOver(row) ? (await lanes.read(row.site)).row : undefined;
  const links = runLinks(settings.publicUrl, row.id, row.kind);
  return priced(rowView(row, { lane, now: clock.now().toISOString(), links }), settings.listPrices);
}
