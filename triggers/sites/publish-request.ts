import { z } from 'zod';
import { publishRunId } from '../../lib/ids.ts';
import { wantPublish } from '../../lib/lanes/want-publish.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { claimRequest } from '../http/claim-request.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { idempotencyHeader } from '../http/idempotency-header.ts';
import { readOptionalJson } from '../http/read-body.ts';
import { runLinks } from '../http/run-links.ts';
import { runLinksSchema } from '../views/run-links-schema.ts';
import { unknownSites } from './unknown-sites.ts';

const bodySchema = z.strictObject({
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/, 'give the full sha, 40 lower-case hex digits')
    .optional()
    .describe("The newest commit of the site's branch when absent."),
  force: z
    .boolean()
    .optional()
    .describe(
      'Publishes what would be refused because it looks like an accident, and copies every file anew.',
    ),
  deleteAssetsAtOnce: z
    .boolean()
    .optional()
    .describe('Deletes assets that the new version no longer has at once, without the grace for open tabs.'),
});

/** A person or a program asks for one site to be published. */
export function publishRequest(deps: TriggerDependencies): HttpTrigger {
  const { catalogs, settings } = deps;
  return {
    name: 'publishRequest',
    method: 'POST',
    route: 'sites/{site}/publish',
    authLevel: 'function',
    operation: {
      id: 'publishSite',
      tag: 'Sites',
      role: 'publish',
      summary: 'Publish a site',
      visibility: 'important',
      headers: idempotencyHeader,
      body: bodySchema,
      bodyIsOptional: true,
      answers: {
        202: {
          description: 'The run that publishes it.',
          json: z.object({ id: z.string(), site: z.string(), links: runLinksSchema }),
        },
      },
      problems: ['site-unknown', 'idempotency-mismatch', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const body = await readOptionalJson(request, bodySchema);
      const { commit, force, deleteAssetsAtOnce } = body;
      const name = request.params.site ?? '';
      const site = await catalogs.site(name);
      if (!site) throw await unknownSites(catalogs, [name]);

      const { cause, requestedAt } = await claimRequest(deps, request, body);
      const id = publishRunId(site.name, cause);
      await wantPublish(deps, runs, site.name, {
        runId: id,
        ref: commit ? { kind: 'sha', sha: commit } : { kind: 'branchHead' },
        cause: 'manual',
        requestedAt,
        ...(force ? { force } : {}),
        ...(deleteAssetsAtOnce ? { deleteAssetsAtOnce } : {}),
      });
      const links = runLinks(settings.publicUrl, id);
      return { status: 202, headers: { location: links.self }, jsonBody: { id, site: site.name, links } };
    },
  };
}
