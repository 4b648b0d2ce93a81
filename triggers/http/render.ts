import type { HttpHandler, HttpResponseInit } from '@azure/functions';
import { errorTable, SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { checkRole, type RoleCheck } from './check-role.ts';
import type { HttpTrigger } from './http-trigger.ts';
import { problem } from './problem.ts';
import { tracedRequest } from './traced-request.ts';

/** The outermost layer of every HTTP function: the host answers what a handler throws with an empty 500. */
export function render(
  trigger: HttpTrigger,
  deps: Pick<TriggerDependencies, 'runsOf' | 'tracing'> & RoleCheck,
): HttpHandler {
  return async (request, context) => {
    try {
      await checkRole(trigger, request, deps);
      const answer = await tracedRequest(deps.tracing, trigger.name, request, context, (traceparent) =>
        trigger.handle(request, deps.runsOf(context, traceparent)),
      );
      return { ...answer, headers: takenAsTyped(answer.headers) };
    } catch (error) {
      if (!(error instanceof SlipwayError) || errorTable[error.code].status >= 500) {
        context.error(`${trigger.name} failed (${context.invocationId}):`, error);
      }
      return problem(error, request, context.invocationId);
    }
  };
}

/** Logs and results are what containers say: no browser shall take them for a page. */
function takenAsTyped(headers: HttpResponseInit['headers']): Headers {
  const all = new Headers(headers);
  all.set('x-content-type-options', 'nosniff');
  return all;
}
