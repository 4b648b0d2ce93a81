import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { SlipwayError } from '../../lib/errors.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readBody } from '../http/read-body.ts';

/** A call of the Build 2018 sample. It takes any verb that brings a body, and answers in plain texts. */
type Call2018 = {
  name: string;
  id: string;
  summary: string;
  authLevel: HttpTrigger['authLevel'];
  /** Undefined for a body that the call does not take: 400 with `refusal`. */
  answer(body: unknown, request: HttpRequest, runs: Runs): Promise<string | HttpResponseInit | undefined>;
  refusal: string;
};

/** Its function: 200, 400 for a body that it does not take, and 500 with the reason for what went wrong. */
export function call2018({ name, id, summary, authLevel, answer, refusal }: Call2018): HttpTrigger {
  return {
    name,
    method: 'POST',
    otherMethods: ['GET', 'PUT', 'PATCH', 'DELETE'],
    route: `2018/${name}`,
    authLevel,
    operation: {
      id,
      tag: 'Fleets',
      summary,
      description: 'As the Build 2018 sample has it; only where the setting SLIPWAY_2018_API says so.',
      visibility: 'internal',
      answers: {
        200: { description: 'Done.', type: 'text/plain' },
        400: { description: 'It does not take such a body.', type: 'text/plain' },
      },
      problems: ['token-missing', 'token-invalid'],
    },
    async handle(request, runs) {
      try {
        const answered = await answer(await bodyOf(request), request, runs);
        if (answered === undefined) return text(400, refusal);
        return typeof answered === 'string' ? text(200, answered) : answered;
      } catch (error) {
        // What nobody expected is logged, and told without its details, as everywhere.
        if (!(error instanceof SlipwayError) || error.code.startsWith('token-')) throw error;
        return text(500, error.message);
      }
    },
  };
}

function text(status: number, body: string): HttpResponseInit {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** What is no JSON is a body that no call takes. */
async function bodyOf(request: HttpRequest): Promise<unknown> {
  const bytes = await readBody(request);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
