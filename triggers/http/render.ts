import type { HttpHandler } from '@azure/functions';
import { errorTable, SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from './http-trigger.ts';
import { problem } from './problem.ts';
import { tracedRequest } from './traced-request.ts';

/** The outermost layer of every HTTP function: the host answers what a handler throws with an empty 500. */
export function render(
  trigger: HttpTrigger,
  deps: Pick<TriggerDependencies, 'runsOf' | 'tracing'>,
): HttpHandler {
  return async (request, context) => {
    try {
      return await tracedRequest(deps.tracing, trigger.name, request, context, (traceparent) =>
        trigger.handle(request, deps.runsOf(context, traceparent)),
      );
    } catch (error) {
      if (!(error instanceof SlipwayError) || errorTable[error.code].status >= 500) {
        context.error(`${trigger.name} failed (${context.invocationId}):`, error);
      }
      return problem(error, request, context.invocationId);
    }
  };
}
