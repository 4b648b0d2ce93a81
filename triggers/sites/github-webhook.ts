import { z } from 'zod';
import type { Site } from '../../contract/sites.ts';
import { alreadyWanted } from '../../lib/decide/lanes/lane-row.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import type { Push } from '../../lib/git/git-provider.ts';
import { sitesOfPush } from '../../lib/git/sites-of-push.ts';
import { publishRunId } from '../../lib/ids.ts';
import { wantPublish } from '../../lib/lanes/want-publish.ts';
import type { DeliveryRecord } from '../../lib/ports/deliveries.ts';
import type { KnownRepository } from '../../lib/ports/repositories.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readRequiredBody, webhookBodyLimit } from '../http/read-body.ts';
import { runLinks } from '../http/run-links.ts';
import { runLinksSchema } from '../views/run-links-schema.ts';

/** GitHub waits ten seconds for the answer, and one repository may hold hundreds of sites. */
const sitesAtATime = 16;

const answerSchema = z.object({
  runs: z.array(z.object({ id: z.string(), site: z.string(), sha: z.string(), links: runLinksSchema })),
  duplicate: z.boolean().optional(),
  message: z.string().optional(),
});

/** Pushes to GitHub: wants a publish of every site that is built from what was pushed. What is published, the lane decides. */
export function githubWebhook(deps: TriggerDependencies): HttpTrigger {
  const { catalogs, clock, deliveries, git, settings } = deps;
  return {
    name: 'githubWebhook',
    method: 'POST',
    route: 'webhooks/github',
    authLevel: 'anonymous',
    operation: {
      id: 'receiveGitHubPush',
      tag: 'Sites',
      summary: 'Receive a webhook of GitHub',
      description: 'The body is what GitHub sends and signs.',
      visibility: 'internal',
      body: z.looseObject({}),
      answers: {
        200: { description: 'Nothing is to be done.', json: answerSchema },
        202: { description: 'The runs that it asked for.', json: answerSchema },
      },
      problems: ['signature-missing', 'signature-invalid', 'provider-off'],
    },
    async handle(request, runs) {
      const { id: deliveryId, message } = await git.github.receive({
        header: (name) => request.headers.get(name) ?? undefined,
        body: await readRequiredBody(request, webhookBodyLimit),
      });
      if (message.kind !== 'push') {
        const reason =
          message.kind === 'ping' ? 'The webhook is set up.' : `Nothing to do: ${message.reason}.`;
        return { status: 200, jsonBody: { runs: [], message: reason } };
      }
      const { push } = message;
      const { sites, renamed } = await recognise(deps, await catalogs.sites(), push);
      if (sites.length === 0) {
        const reason = `No site of the catalog is built from branch "${push.branch}" of ${push.repositories[0]}.`;
        return { status: 200, jsonBody: { runs: [], message: reason } };
      }
      const { fresh, done } = await unlessWanted(deps, sites, push);
      const asked: DeliveryRecord = {
        receivedAt: clock.now().toISOString(),
        runs: fresh.map(({ name }) => ({
          id: publishRunId(name, `github:${deliveryId}`),
          site: name,
          sha: push.sha,
        })),
      };
      const claim = await deliveries.claim(`github-${deliveryId}`, asked);
      const record = claim.kind === 'new' ? asked : claim.record;
      // Also of a delivery that comes again: should the first call have died half-way, this one makes good the rest.
      await forEachConcurrently(record.runs, sitesAtATime, ({ id, site, sha }) =>
        wantPublish(deps, runs, site, {
          runId: id,
          ref: { kind: 'branchHead' },
          cause: 'push',
          requestedAt: record.receivedAt,
          pushed: sha,
        }),
      );
      const answer = record.runs.map((run) => ({ ...run, links: runLinks(settings.publicUrl, run.id) }));
      const notes = [...(record.runs.length === 0 ? done : []), ...(renamed ? [renamed] : [])];
      return {
        status: record.runs.length === 0 ? 200 : 202,
        jsonBody: {
          runs: answer,
          ...(claim.kind === 'duplicate' ? { duplicate: true } : {}),
          ...(notes.length > 0 ? { message: notes.join(' ') } : {}),
        },
      };
    },
  };
}

/** The sites of a push, also of a repository that was renamed or moved since the catalog was written. */
async function recognise(
  { repositories }: TriggerDependencies,
  all: readonly Site[],
  push: Push,
): Promise<{ sites: Site[]; renamed?: string }> {
  const { repositoryId: id } = push;
  const known = id ? await repositories.read(id) : undefined;
  const { sites, learned } = sitesOfPush(all, push, known);
  if (id && learned && !isSame(known, learned)) await repositories.write(id, learned);
  if (!learned?.renamedTo) return { sites };
  return {
    sites,
    renamed: `The repository "${learned.key}" is now "${learned.renamedTo}"; correct it in the catalog.`,
  };
}

function isSame(one: KnownRepository | undefined, other: KnownRepository): boolean {
  return one?.key === other.key && one.renamedTo === other.renamedTo;
}

/** Parts the sites for which this commit is news from those of which a run is, or was, of it. */
async function unlessWanted(
  { lanes }: TriggerDependencies,
  sites: readonly Site[],
  push: Push,
): Promise<{ fresh: Site[]; done: string[] }> {
  const fresh: Site[] = [];
  const done: string[] = [];
  await forEachConcurrently(sites, sitesAtATime, async (site) => {
    const runId = alreadyWanted((await lanes.read(site.name)).row, push.sha);
    if (runId)
      done.push(`Commit ${push.sha.slice(0, 7)} of site "${site.name}" has a run already: ${runId}.`);
    else fresh.push(site);
  });
  return { fresh, done };
}
