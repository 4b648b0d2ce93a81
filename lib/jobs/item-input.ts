import type { JobValue } from '../../contract/jobs.ts';
import { type FilledTemplate, fillTemplate } from '../decide/jobs/fill-template.ts';
import { childRunId } from '../ids.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { RunIndex } from '../ports/run-index.ts';

type Stores = { documents: RunDocuments; runIndex: RunIndex };

/** The input of a node of a graph, with the outputs of the nodes that it needs. */
export async function itemInput(
  stores: Stores,
  parent: string,
  { needs, input }: { needs: readonly string[]; input?: unknown },
): Promise<FilledTemplate> {
  const outputs = await Promise.all(
    needs.map(async (need) => [need, { output: await outputOf(stores, childRunId(parent, need)) }] as const),
  );
  return fillTemplate(input, Object.fromEntries(outputs));
}

/** What a job that has ended put out; undefined where that is nothing. */
async function outputOf({ documents, runIndex }: Stores, runId: string): Promise<unknown> {
  const output: JobValue | undefined = (await runIndex.read(runId))?.output;
  return output?.kind === 'stored' ? (await documents.readValue(runId, 'output'))?.value : output?.value;
}
