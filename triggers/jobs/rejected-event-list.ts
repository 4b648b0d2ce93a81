import { z } from 'zod';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery } from '../http/read-query.ts';
import { rejectedEventSchema } from '../views/rejected-event-schema.ts';

/** Storage answers anything else with an error of its own. */
const cursor = z.string().regex(/^[!-~]{1,2000}$/, 'is not one of an earlier answer');

const querySchema = z.strictObject({ cursor: cursor.optional() });

/** Events from which no run could be made. */
export function rejectedEventList({ rejectedEvents }: TriggerDependencies): HttpTrigger {
  return {
    name: 'rejectedEventList',
    method: 'GET',
    route: 'rejected-events',
    authLevel: 'function',
    operation: {
      id: 'listRejectedEvents',
      tag: 'Jobs',
      summary: 'List rejected events',
      description: 'Messages, blobs and other events from which no run could be made, each with the reason.',
      query: querySchema,
      answers: {
        200: {
          description: 'One page of events.',
          json: z.strictObject({ events: z.array(rejectedEventSchema), cursor: z.string().optional() }),
        },
      },
    },
    async handle(request) {
      const { cursor } = readQuery(request, querySchema);
      return { status: 200, jsonBody: await rejectedEvents.list(cursor) };
    },
  };
}
