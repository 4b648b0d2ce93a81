import { z } from 'zod';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { valueAnswer } from '../runs/run-value.ts';
import { bearerToken } from './container-request.ts';

/** The containers of a job read an input here that is too big for a variable. */
export function containerInput(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'containerInput',
    method: 'GET',
    route: 'callbacks/{instanceId}/input',
    authLevel: 'anonymous',
    operation: {
      id: 'getContainerInput',
      tag: 'Callbacks',
      summary: 'Read a large input of a job',
      visibility: 'internal',
      answers: { 200: { description: 'Any JSON.', json: z.unknown() } },
      problems: ['token-missing', 'token-invalid', 'token-expired', 'value-missing'],
    },
    async handle(request) {
      const { input } = await deps.tokens.verify(bearerToken(request), request.params.instanceId ?? '');
      const found = input === undefined ? undefined : await deps.documents.readValue(input, 'input');
      if (!found)
        throw new SlipwayError(
          'value-missing',
          'This run has no input that is read here; see SLIPWAY_INPUT.',
        );
      return valueAnswer(found.value);
    },
  };
}
