import { deliverUpdate } from '../github/deliver-update.ts';
import { headOf } from '../github/read-commits.ts';
import type { PublishFollower } from './follow-publishes.ts';
import type { LocalRepository } from './site-repositories.ts';
import type { Run, SlipwayApi } from './slipway-api.ts';
import type { Cloud } from './start-cloud.ts';

/** Git's name for "no commit": what a first push replaces. */
const noCommit = '0'.repeat(40);

/**
 * Publishes the newest commit of every local repository where a site does not show it yet: at the first start, and when pushes
 * came while nothing was running. Runs that a crash interrupted are waited for. Resolves with the runs that ended.
 */
export async function publishHeads(cloud: Cloud, api: SlipwayApi, follower: PublishFollower): Promise<Run[]> {
  const interrupted = await api.publishes({ status: 'pending,running' });
  const finished = await Promise.all(
    interrupted.map(({ id }) => {
      const ended = follower.ended((run) => run.id === id);
      follower.follow(id);
      return ended;
    }),
  );
  const published = byBranch(cloud.repositories).map((sharers) =>
    publishHead(cloud, sharers, finished, follower),
  );
  return [...finished, ...(await Promise.all(published)).flat()];
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

/** Delivers the head of one branch, once, to all sites that are made from it. */
async function publishHead(
  cloud: Cloud,
  sharers: readonly LocalRepository[],
  finished: readonly Run[],
  follower: PublishFollower,
): Promise<Run[]> {
  const [first] = sharers;
  const head = first && (await headOf(first.bare, first.site.branch));
  if (!first || !head) return [];
  const { bare, fullName, site } = first;
  const live = await Promise.all(sharers.map((sharer) => cloud.liveCommit(sharer.site.name)));
  const isDone = (index: number): boolean =>
    live[index] === head ||
    finished.some((run) => run.site === sharers[index]?.site.name && run.commit?.sha === head);
  if (sharers.every((_, index) => isDone(index))) return [];

  const ended = sharers.map((sharer) =>
    follower.ended((run) => run.site === sharer.site.name && run.commit?.sha === head),
  );
  const update = { before: live[0] ?? noCommit, after: head, ref: `refs/heads/${site.branch}` };
  const repository = { fullName, cloneUrl: site.repository, defaultBranch: site.branch };
  await deliverUpdate({ bareRepository: bare, repository, settingsFile: cloud.deliverySettingsFile }, update);
  return Promise.all(ended);
}
