import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { sitesOfPush } from '../../lib/git/sites-of-push.ts';
import { publishRunId } from '../../lib/ids.ts';
import type { DeliveryRecord } from '../../lib/ports/deliveries.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readRequiredBody, webhookBodyLimit } from '../http/read-body.ts';
import { runLinks } from '../http/run-links.ts';

/**
 * Longer than GitHub waits for the first answer: a run of an older delivery that does not exist was lost with the call that
 * claimed it, and a redelivery starts it.
 */
const startGraceMs = 15_000;

/** GitHub waits ten seconds for the answer, and one repository may hold hundreds of sites. */
const startsAtATime = 16;

/** Pushes to GitHub: starts a publish of every site that is built from what was pushed, once for each delivery. */
export function githubWebhook(deps: TriggerDependencies): HttpTrigger {
  const { catalogs, clock, deliveries, git, settings } = deps;
  const runsView = (record: DeliveryRecord) =>
    record.runs.map((run) => ({ ...run, links: { self: runLinks(settings.publicUrl, run.id).self } }));

  return {
    name: 'githubWebhook',
    method: 'POST',
    route: 'webhooks/github',
    authLevel: 'anonymous',
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
      const sites = sitesOfPush(await catalogs.sites(), push);
      if (sites.length === 0) {
        const reason = `No site of the catalog is built from branch "${push.branch}" of ${push.repositories[0]}.`;
        return { status: 200, jsonBody: { runs: [], message: reason } };
      }

      const record: DeliveryRecord = {
        receivedAt: clock.now().toISOString(),
        runs: sites.map((site) => ({
          id: publishRunId(site.name, `github:${deliveryId}`),
          site: site.name,
          sha: push.sha,
        })),
      };
      const claim = await deliveries.claim(`github-${deliveryId}`, record);
      if (claim.kind === 'duplicate') {
        await startLost(runs, claim.record, clock.now());
        return { status: 202, jsonBody: { runs: runsView(claim.record), duplicate: true } };
      }
      await forEachConcurrently(record.runs, startsAtATime, (run) => start(runs, run, record));
      return { status: 202, jsonBody: { runs: runsView(record) } };
    },
  };
}

/**
 * Starts what a delivery claimed and never started. That happens when the process ends between the two; nobody else starts
 * it, so the sender's "redeliver" must. It is safe because only a run that does not exist is started, under its own id.
 */
async function startLost(runs: Runs, record: DeliveryRecord, now: Date): Promise<void> {
  if (now.getTime() - Date.parse(record.receivedAt) < startGraceMs) return;
  await forEachConcurrently(record.runs, startsAtATime, async (run) => {
    if (!(await runs.read(run.id))) await start(runs, run, record);
  });
}

async function start(runs: Runs, run: DeliveryRecord['runs'][number], record: DeliveryRecord): Promise<void> {
  await runs.start('publishSite', {
    id: run.id,
    input: {
      site: run.site,
      ref: { kind: 'sha', sha: run.sha },
      requestedAt: record.receivedAt,
      cause: 'push',
    },
  });
}
