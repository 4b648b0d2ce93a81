import { z } from 'zod';
import { grantRequestSchema } from '../../lib/container-report.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readJson } from '../http/read-body.ts';
import { bearerToken, isListening } from './container-request.ts';

/**
 * A build container asks here for access to the release container of its site, at the moment when it needs it: so what it
 * builds, which a stranger may have written, never runs beside a credential that can add to a site.
 */
export function containerGrant(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'containerGrant',
    method: 'POST',
    route: 'callbacks/{instanceId}/grant',
    authLevel: 'anonymous',
    operation: {
      id: 'grantReleases',
      tag: 'Callbacks',
      summary: 'Get access to the releases of a site',
      visibility: 'internal',
      body: grantRequestSchema,
      answers: {
        200: {
          description: 'A URL that holds the access.',
          json: z.object({ url: z.string(), expiresAt: z.string() }),
        },
      },
      problems: [
        'token-missing',
        'token-invalid',
        'token-expired',
        'run-unknown',
        'run-ended',
        'grant-unknown',
      ],
    },
    async handle(request, runs) {
      const id = request.params.instanceId ?? '';
      const { releases: site, expiresAt } = await deps.tokens.verify(bearerToken(request), id);
      const { access } = await readJson(request, grantRequestSchema);
      if (site === undefined)
        throw new SlipwayError('grant-unknown', `The run "${id}" may not ask for access to releases.`);
      if (!(await isListening(runs, id)))
        throw new SlipwayError('run-ended', `The run "${id}" has ended; it gets no access any more.`);
      const url = await deps.releases.grant(site, access, expiresAt);
      return { status: 200, jsonBody: { url, expiresAt: expiresAt.toISOString() } };
    },
  };
}
