import type { HttpResponseInit } from '@azure/functions';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { viewOfRun } from './read-view.ts';

/** The answer to who asked for a run that is there now: where to follow it, and how it stands. */
export async function acceptedRun(
  deps: TriggerDependencies,
  runs: Runs,
  id: string,
): Promise<HttpResponseInit> {
  const view = await viewOfRun(deps, runs, id);
  return { status: 202, headers: { location: view.links.self }, jsonBody: view };
}
