import type { HttpRequest } from '@azure/functions';
import type { RunKind, RunLinks } from '../../contract/run-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { runUrl } from '../../lib/run-url.ts';

/** Ids as `lib/ids.ts` makes them. Others are never sent on: the durable client does not escape them. */
const runIdPattern = /^[A-Za-z0-9-]{1,250}$/;

export function runLinks(publicUrl: string, id: string, kind?: RunKind): RunLinks {
  const self = runUrl(publicUrl, id);
  return {
    self,
    logs: `${self}/logs`,
    cancel: `${self}/cancel`,
    ...(kind === 'job' ? { input: `${self}/input`, output: `${self}/output`, rerun: `${self}/rerun` } : {}),
    ...(kind === 'jobArray' || kind === 'jobGraph' ? { items: `${self}/items`, rerun: `${self}/rerun` } : {}),
  };
}

/** The id that the request names. Throws `run-unknown` for what is none. */
export function runIdOf(request: HttpRequest): string {
  const id = request.params.id ?? '';
  if (runIdPattern.test(id)) return id;
  throw unknownRun(id);
}

export function unknownRun(id: string): SlipwayError {
  return new SlipwayError(
    'run-unknown',
    `There is no run "${id}"; GET /api/runs lists those that there are.`,
  );
}
