import { sendUpdate } from '../github/deliver-update.ts';
import { headOf, resolveCommit } from '../github/read-commits.ts';
import type { CloudEventSink } from './cloud-event.ts';
import type { PublishFollower } from './follow-publishes.ts';
import type { LocalRepository } from './site-repositories.ts';
import { type Run, SlipwayApi } from './slipway-api.ts';
import type { Cloud } from './start-cloud.ts';

const nothingNew = 'there is nothing new to publish';

/** Git's name for "no commit": what a first push replaces. */
const noCommit = '0'.repeat(40);

/**
 * Tells the app of the branch heads of these sites, as GitHub's "redeliver" does: pushes that came while nothing was running
 * are made good, and the app decides what is new. Resolves with the runs that came of it, when they have ended.
 */
export async function publishHeads(
  cloud: Cloud,
  repositories: readonly LocalRepository[],
  follower: PublishFollower,
  tell: CloudEventSink,
): Promise<Run[]> {
  const runs = await Promise.all(
    byBranch(repositories).map((sharers) => publishHead(cloud, sharers, follower, tell)),
  );
  return runs.flat();
}

/** Sites of one branch of one repository together: one push is one delivery, however many sites follow it. */
function byBranch(repositories: readonly LocalRepository[]): LocalRepository[][] {
  const branches = new Map<string, LocalRepository[]>();
  for (const repository of repositories) {
    const key = `${repository.bare} ${repository.site.branch}`;
    branches.set(key, [...(branches.get(key) ?? []), repository]);
  }
  return [...branches.values()];
}

async function publishHead(
  cloud: Cloud,
  sharers: readonly LocalRepository[],
  follower: PublishFollower,
  tell: CloudEventSink,
): Promise<Run[]> {
  const [first] = sharers;
  const head = first && (await headOf(first.bare, first.site.branch));
  if (!first || !head) return [];
  const names = sharers.map(({ site }) => site.name);
  const { bare, fullName, site } = first;
  const before = (await resolveCommit(bare, `${head}^`)) ?? noCommit;
  const outcome = await sendUpdate(
    {
      bareRepository: bare,
      repository: { fullName, cloneUrl: site.repository, defaultBranch: site.branch },
      settingsFile: cloud.deliverySettingsFile,
    },
    { before, after: head, ref: `refs/heads/${site.branch}` },
  );
  if (outcome.kind !== 'answered') {
    const reason = outcome.kind === 'refused' ? `${outcome.status}, ${outcome.reason}` : outcome.kind;
    tell({ kind: 'warning', message: `The head of ${names.join(', ')} could not be published: ${reason}` });
    return [];
  }
  const runs = outcome.runs.map(({ id }) => id);
  for (const name of names.filter((name) => outcome.runs.every((run) => run.site !== name))) {
    // A head that the app knows and that is not live has failed: a person who starts the cloud again wants it tried again.
    if (await cloud.isLive(name))
      tell({ kind: 'upToDate', site: name, message: outcome.message ?? nothingNew });
    else runs.push(await new SlipwayApi(cloud.origin).publish(name));
  }
  return Promise.all(runs.map((id) => follower.ended(id)));
}
