import type { Clock } from '../clock.ts';
import type { CloudEventSink } from './cloud-event.ts';
import type { PublishFollower } from './follow-publishes.ts';
import { publishHeads } from './publish-heads.ts';
import type { LocalRepository } from './site-repositories.ts';
import type { SlipwayApi } from './slipway-api.ts';
import type { Cloud } from './start-cloud.ts';

/** The app looks at its catalog once a second; a delivery that came sooner would be for a site that it does not know. */
const appReadsCatalogMs = 1_200;

/**
 * While the cloud runs: publishes sites that are added to the catalog or moved to another branch, starts fleets that are added, and
 * says what is wrong.
 */
export function followCatalog(
  cloud: Cloud,
  api: Pick<SlipwayApi, 'lookAtFleets'>,
  follower: PublishFollower,
  tell: CloudEventSink,
  clock: Clock,
): void {
  let knownFleets = new Set(cloud.fleets);
  let known = new Set(cloud.repositories.map(sourceOf));
  const told = new Set(cloud.problems);
  cloud.onCatalogChange((problem) => {
    if (problem) return tell({ kind: 'warning', message: problem });
    for (const message of cloud.problems.filter((message) => !told.has(message))) {
      told.add(message);
      tell({ kind: 'warning', message });
    }
    // The app's own timer would do it in a few minutes, too, which is why a failure is nothing.
    if (cloud.fleets.some((fleet) => !knownFleets.has(fleet)))
      clock.at(clock.now() + appReadsCatalogMs, () => void api.lookAtFleets().catch(() => {}));
    knownFleets = new Set(cloud.fleets);
    const added = cloud.repositories.filter((repository) => !known.has(sourceOf(repository)));
    known = new Set(cloud.repositories.map(sourceOf));
    if (added.length === 0) return;
    clock.at(clock.now() + appReadsCatalogMs, () => {
      publishHeads(cloud, added, follower, tell).catch((error: Error) =>
        tell({ kind: 'warning', message: `The new sites could not be published: ${error.message}` }),
      );
    });
  });
}

function sourceOf({ site, bare }: LocalRepository): string {
  return [site.name, bare, site.branch].join('\n');
}
