import type { GraphNode, ItemsPage, ItemTemplate } from '../../contract/job-items.ts';
import { batchesOf } from '../batches-of.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import type { RunDocuments } from '../ports/run-documents.ts';

/** One that is started reads its page: small enough for that, and large enough to be written soon for thousands. */
const itemsPerPage = 50;
const pagesAtATime = 16;

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

/** The items at these positions, by position; those of an array look like nodes that need nothing. */
export async function readItemsAt(
  documents: RunDocuments,
  runId: string,
  positions: readonly number[],
): Promise<Map<number, GraphNode>> {
  const wanted = new Set(positions.map(pageOf));
  const pages = new Map<number, ItemsPage>();
  await forEachConcurrently(wanted, pagesAtATime, async (page) => {
    const found = await documents.readValue(runId, `items-${page}`);
    if (found) pages.set(page, found.value as ItemsPage);
  });
  return new Map(
    positions.flatMap((position) => {
      const item = itemIn(pages.get(pageOf(position)), position % itemsPerPage);
      return item ? [[position, item] as const] : [];
    }),
  );
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

function pageOf(position: number): number {
  return Math.floor(position / itemsPerPage);
}

function itemIn(page: ItemsPage | undefined, n: number): GraphNode | undefined {
  if (page?.kind !== 'array') return page?.nodes[n];
  return n < page.inputs.length ? { ...page.template, needs: [], input: page.inputs[n] } : undefined;
}
