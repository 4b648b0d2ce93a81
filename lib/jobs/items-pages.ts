import type { GraphNode, ItemsPage, ItemTemplate } from '../../contract/job-items.ts';
import { batchesOf } from '../batches-of.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import type { RunDocuments } from '../ports/run-documents.ts';

/** One that is started reads its page: small enough for that, and large enough to be written soon for thousands. */
const itemsPerPage = 50;
const pagesAtATime = 16;

/** What one item runs: in a graph it may wait for others, and its input may name their outputs. */
export type StoredItem = ItemTemplate & { needs: string[]; input?: unknown };

/** Keeps what an array runs, before the run is started. */
export function writeArray(
  documents: RunDocuments,
  runId: string,
  template: ItemTemplate,
  inputs: readonly unknown[],
): Promise<void> {
  const pages = batchesOf(inputs, itemsPerPage).map(
    (some): ItemsPage => ({ kind: 'array', template, inputs: some }),
  );
  return writePages(documents, runId, pages);
}

/** Keeps what a graph runs, in the order of its nodes. */
export function writeGraph(
  documents: RunDocuments,
  runId: string,
  nodes: readonly GraphNode[],
): Promise<void> {
  const pages = batchesOf(nodes, itemsPerPage).map((some): ItemsPage => ({ kind: 'graph', nodes: some }));
  return writePages(documents, runId, pages);
}

/** Items by their positions. Throws `internal` for what nobody has written. */
export async function readItems(
  documents: RunDocuments,
  runId: string,
  positions: readonly number[],
): Promise<Map<number, StoredItem>> {
  const wanted = new Set(positions.map((position) => Math.floor(position / itemsPerPage)));
  const pages = new Map<number, ItemsPage>();
  await forEachConcurrently(wanted, pagesAtATime, async (page) => {
    const found = await documents.readValue(runId, `items-${page}`);
    if (!found) throw new Error(`The run "${runId}" has no page ${page} of items.`);
    pages.set(page, found.value as ItemsPage);
  });
  return new Map(positions.map((position) => [position, itemOf(pages, position)]));
}

async function writePages(
  documents: RunDocuments,
  runId: string,
  pages: readonly ItemsPage[],
): Promise<void> {
  await forEachConcurrently(pages.entries(), pagesAtATime, ([n, page]) =>
    documents.writeValue(runId, `items-${n}`, page),
  );
}

function itemOf(pages: ReadonlyMap<number, ItemsPage>, position: number): StoredItem {
  const page = pages.get(Math.floor(position / itemsPerPage));
  const n = position % itemsPerPage;
  const node = page?.kind === 'graph' ? page.nodes[n] : undefined;
  if (node) return node;
  if (page?.kind === 'array' && n < page.inputs.length)
    return { ...page.template, needs: [], input: page.inputs[n] };
  throw new Error(`There is no item ${position}.`);
}
