import { expect, test } from 'vitest';
import type { ActivityDependencies } from '../../../activities/dependencies.ts';
import { deleteExpiredFiles } from '../../../activities/sites/delete-expired-files.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { anInvocation } from '../../support/an-invocation.ts';
import { aSite } from '../../support/builders.ts';
import { FakeCatalogs, fakeClock } from '../../support/fakes/fake-outside.ts';
import { FakeReleases } from '../../support/fakes/fake-releases.ts';

const noRuns = anInvocation();
const past = '2020-01-01T00:00:00.000Z';

test('a site whose files cannot be deleted does not keep those of the next site, and is named', async () => {
  const releases = new FakeReleases();
  const sites = ['blog', 'docs'].map((name) => aSite(name));
  for (const { name } of sites) {
    const live = { release: 'r', commit: 'c0de', runId: 'before', requestedAt: past, promotedAt: past };
    const expiring = [{ path: 'old.css', deleteAfter: past }];
    await releases.writeSiteState({ site: name, live, expiring }, undefined);
  }
  const deleteFromSite = releases.deleteFromSite.bind(releases);
  releases.deleteFromSite = async (site, paths) => {
    if (site.name === 'blog') throw new Error('The store refuses, as the test wants it.');
    return deleteFromSite(site, paths);
  };
  const activity = deleteExpiredFiles({
    catalogs: new FakeCatalogs(sites),
    clock: fakeClock(new VirtualClock()),
    releases,
  } as unknown as ActivityDependencies);
  await expect(activity({}, noRuns)).rejects.toThrow('site "blog"');
  expect(releases.changes).toEqual(['delete old.css']);
});
