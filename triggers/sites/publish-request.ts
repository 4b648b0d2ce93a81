import { z } from 'zod';
import { publishRunId } from '../../lib/ids.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readOptionalJson } from '../http/read-body.ts';
import { requestCause } from '../http/request-cause.ts';
import { runLinks } from '../http/run-links.ts';
import { unknownSites } from './unknown-sites.ts';

const bodySchema = z.strictObject({
  /** The newest commit of the site's branch when absent. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/, 'give the full sha, 40 lower-case hex digits')
    .optional(),
});

/** A person or a program asks for one site to be published. */
export function publishRequest(deps: TriggerDependencies): HttpTrigger {
  const { catalogs, clock, newId, settings } = deps;
  return {
    name: 'publishRequest',
    method: 'POST',
    route: 'sites/{site}/publish',
    authLevel: 'function',
    async handle(request, runs) {
      const { commit } = await readOptionalJson(request, bodySchema);
      const name = request.params.site ?? '';
      const site = await catalogs.site(name);
      if (!site) throw await unknownSites(catalogs, [name]);

      const id = publishRunId(site.name, requestCause(request, newId));
      // A repeated key must not run again what has ended; without a key the id is new.
      if (!request.headers.has('idempotency-key') || !(await runs.read(id))) {
        await runs.start('publishSite', {
          id,
          input: {
            site: site.name,
            ref: commit ? { kind: 'sha', sha: commit } : { kind: 'branchHead' },
            requestedAt: clock.now().toISOString(),
            cause: 'manual',
          },
        });
      }
      const links = runLinks(settings.publicUrl, id);
      return { status: 202, headers: { location: links.self }, jsonBody: { id, site: site.name, links } };
    },
  };
}
