import type { HttpRequest } from '@azure/functions';
import { containerReportSchema } from '../../lib/build-report.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readJson } from '../http/read-body.ts';
import { knownRun, unknownRun } from '../http/run-links.ts';

const activeStatuses = new Set(['Pending', 'Running', 'Suspended', 'ContinuedAsNew']);

/** Containers report here, each with a token for its own run and attempt. The run takes the first final report of an attempt. */
export function containerCallback(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'containerCallback',
    method: 'POST',
    route: 'callbacks/{instanceId}',
    authLevel: 'anonymous',
    async handle(request, runs) {
      const id = request.params.instanceId ?? '';
      const { attempt } = await deps.tokens.verify(bearerToken(request), id);
      const report = await readJson(request, containerReportSchema);

      const run = await knownRun(runs, id);
      if (!activeStatuses.has(run.runtimeStatus)) {
        return { status: 200, jsonBody: { accepted: false, message: `The run "${id}" has ended.` } };
      }
      const raised =
        report.kind === 'ended'
          ? await runs.raise(id, 'containerEnded', { attempt, report: report.result })
          : await runs.raise(id, 'containerProgress', { attempt, progress: progressOf(report) });
      if (raised === 'unknown') throw unknownRun(id);
      return { status: 202, jsonBody: { accepted: true } };
    },
  };
}

function progressOf({
  step,
  message,
}: {
  step: 'fetching' | 'building' | 'uploading';
  message?: string | undefined;
}) {
  return message === undefined ? { step } : { step, message };
}

function bearerToken(request: HttpRequest): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token) return token;
  throw new SlipwayError(
    'token-missing',
    'The header Authorization is missing; send "Bearer TOKEN" with the token of SLIPWAY_CALLBACK_TOKEN.',
  );
}
