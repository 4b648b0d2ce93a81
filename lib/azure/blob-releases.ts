import { buildReportSchema } from '../build-report.ts';
import { releaseContainer } from '../ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Releases } from '../ports/releases.ts';
import { blobDocuments } from './blob-documents.ts';
import { liveFiles } from './blob-live-files.ts';
import { openManifest } from './blob-manifests.ts';
import { releaseGrants } from './release-grants.ts';
import type { StorageAccount } from './storage-account.ts';

/** Releases in blob containers `releases-<site>`, live files at the place of their target. */
export function blobReleases(account: StorageAccount, clock: Clock): Releases {
  let grants: ReturnType<typeof releaseGrants> | undefined;
  return {
    ...liveFiles(account),

    async grant(site, access, expiresAt) {
      const { containerName } = await account.ensure(releaseContainer(site));
      grants ??= releaseGrants(account.service(), clock);
      return grants(containerName, access, expiresAt);
    },

    readManifest: (site, release) => openManifest(account, site, release),

    async readBuildReport(site, runId, attempt) {
      const reports = blobDocuments(account, releaseContainer(site));
      const found = await reports.read(`reports/${runId}-${attempt}.json`);
      return found && buildReportSchema.safeParse(found.value).data;
    },
  };
}
