import { deliverUpdate } from '../github/deliver-update.ts';
import { headOf } from '../github/read-commits.ts';
import type { PublishFollower } from './follow-publishes.ts';
import type { LocalRepository } from './site-repositories.ts';
import type { Run, SlipwayApi } from './slipway-api.ts';
import type { Cloud } from './start-cloud.ts';

/** Git's name for "no commit": what a first push replaces. */
const noCommit = '0'.repeat(40);

/**
 * Publishes the newest commit of every local repository that is not live yet: at the first start, and when pushes came while
 * nothing was running. A run that a crash interrupted is waited for instead. Resolves with the last run of each site that ran.
 */
export async function publishHeads(cloud: Cloud, api: SlipwayApi, follower: PublishFollower): Promise<Run[]> {
  const active = await api.publishes({ status: 'pending,running' });
  const ended = cloud.repositories.map((repository) => publishHead(cloud, repository, active, follower));
  return (await Promise.all(ended)).flatMap((run) => run ?? []);
}

async function publishHead(
  cloud: Cloud,
  { site, fullName, bare }: LocalRepository,
  activeRuns: readonly Run[],
  follower: PublishFollower,
): Promise<Run | undefined> {
  const head = await headOf(bare, site.branch);
  if (!head) return undefined;
  for (const active of activeRuns.filter((run) => run.site === site.name)) {
    const ended = follower.ended(({ id }) => id === active.id);
    follower.follow(active.id);
    const run = await ended;
    if (run.commit?.sha === head) return run;
  }
  const live = await cloud.liveCommit(site.name);
  if (live === head) return undefined;

  const ended = follower.ended((run) => run.site === site.name && run.commit?.sha === head);
  const update = { before: live ?? noCommit, after: head, ref: `refs/heads/${site.branch}` };
  const repository = { fullName, cloneUrl: site.repository, defaultBranch: site.branch };
  await deliverUpdate({ bareRepository: bare, repository, settingsFile: cloud.deliverySettingsFile }, update);
  return ended;
}
