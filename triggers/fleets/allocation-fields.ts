import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { plainName } from '../../lib/catalog/names.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { AllocationAnswer } from '../../lib/fleets/fleet-desk.ts';
import type { OperationAnswer } from '../http/operation.ts';
import { checked } from '../http/read-body.ts';
import { portSchema } from '../views/fleet-view-schemas.ts';
import { fleetLinks } from './fleet-links.ts';

/** The name that a caller gives to its match, or player: a part of URLs and of keys. */
export const sessionName = z
  .string()
  .regex(
    /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,128}$/,
    'use 1 to 128 letters, digits, ".", "_" and "-", and not only "." or ".."',
  );

const allocationSchema = z
  .object({
    server: z.string(),
    address: z.string().nullable(),
    ports: z.array(portSchema),
    expiresAt: z.string().describe('The place ends then, unless the same is asked for again before.'),
  })
  .meta({ id: 'Allocation' });

const ticketSchema = z
  .object({
    session: z.string(),
    requestedAt: z.string(),
    expiresAt: z.string().describe('Until then it keeps its turn.'),
  })
  .meta({ id: 'AllocationTicket' });

/** How often a caller that waits had better ask. */
const askAgainSeconds = 2;

export const allocationAnswers: Record<201 | 202, OperationAnswer> = {
  201: { description: 'The session has its place.', json: allocationSchema },
  202: { description: 'The session waits; ask at Location.', json: ticketSchema },
};

/** The fleet that the request names. Throws `fleet-unknown`. */
export function fleetNameOf(request: HttpRequest): string {
  const name = request.params.fleet ?? '';
  if (plainName.safeParse(name).success) return name;
  throw new SlipwayError('fleet-unknown', `There is no fleet "${name}": it is not the name of a fleet.`);
}

/** The session that the request names. Throws `invalid-request`. */
export function sessionOf(request: HttpRequest): string {
  return checked(sessionName, request.params.session ?? '', 'name');
}

export function allocationResponse(
  publicUrl: string,
  answer: Exclude<AllocationAnswer, { kind: 'full' }>,
): HttpResponseInit {
  if (answer.kind === 'allocated') {
    const { server, allocation } = answer;
    const { name, ip, fqdn, ports } = server;
    const address = ip ?? fqdn ?? null;
    return { status: 201, jsonBody: { server: name, address, ports, expiresAt: allocation.expiresAt } };
  }
  const { fleet, session, requestedAt, expiresAt } = answer.ticket;
  const location = `${fleetLinks(publicUrl, fleet).allocations}/${session}`;
  return {
    status: 202,
    headers: { location, 'retry-after': String(askAgainSeconds) },
    jsonBody: { session, requestedAt, expiresAt },
  };
}
