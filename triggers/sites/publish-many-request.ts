import { z } from 'zod';
import { publishManyRunId } from '../../lib/ids.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { claimRequest } from '../http/claim-request.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { idempotencyHeader } from '../http/idempotency-header.ts';
import { readOptionalJson } from '../http/read-body.ts';
import { runLinks } from '../http/run-links.ts';
import { runLinksSchema } from '../views/run-links-schema.ts';
import { unknownSites } from './unknown-sites.ts';

const bodySchema = z.strictObject({
  sites: z
    .array(z.string())
    .min(1, 'name at least one site, or leave "sites" out for all')
    .optional()
    .describe('All sites of the catalog when absent.'),
});

/** A person or a program asks for many sites to be published, all of them if none is named. */
export function publishManyRequest(deps: TriggerDependencies): HttpTrigger {
  const { catalogs, runIndex, settings } = deps;
  return {
    name: 'publishManyRequest',
    method: 'POST',
    route: 'publish',
    authLevel: 'function',
    operation: {
      id: 'publishSites',
      tag: 'Sites',
      role: 'publish',
      summary: 'Publish many sites',
      visibility: 'important',
      headers: idempotencyHeader,
      body: bodySchema,
      bodyIsOptional: true,
      answers: {
        202: {
          description: 'The run that publishes them.',
          json: z.object({ id: z.string(), sites: z.array(z.string()), links: runLinksSchema }),
        },
      },
      problems: ['site-unknown', 'idempotency-mismatch', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const body = await readOptionalJson(request, bodySchema);
      const known = (await catalogs.sites()).map((site) => site.name);
      const sites = [...new Set(body.sites ?? known)];
      const unknown = sites.filter((name) => !known.includes(name));
      if (unknown.length > 0) throw await unknownSites(catalogs, unknown);

      const { cause, requestedAt } = await claimRequest(deps, request, body);
      const id = publishManyRunId(cause);
      // A repeated key must not run again what has ended; without a key the id is new.
      if (!(await runs.read(id))) {
        await runs.start('publishSites', { id, input: { sites, requestedAt } });
        await runIndex.add({
          id,
          kind: 'publishMany',
          status: 'running',
          requestedAt,
          startedAt: requestedAt,
        });
      }
      const links = runLinks(settings.publicUrl, id);
      return { status: 202, headers: { location: links.self }, jsonBody: { id, sites, links } };
    },
  };
}
