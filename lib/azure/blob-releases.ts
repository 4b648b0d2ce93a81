import { createHash } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';
import type { ReleaseFile } from '../../contract/build.ts';
import type { SiteState } from '../../contract/releases.ts';
import { buildReportSchema } from '../build-report.ts';
import { SlipwayError } from '../errors.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import { releaseContainer } from '../ids.ts';
import { manifestSchema } from '../manifest.ts';
import type { Clock } from '../ports/clock.ts';
import type { Releases } from '../ports/releases.ts';
import { calling } from './azure-error.ts';
import { blobDocuments, readBlob } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import { releaseGrants } from './release-grants.ts';
import { isStatus, type StorageAccount } from './storage-account.ts';

const copiesAtATime = 16;

/** Larger files are copied one at a time, so that copies in flight hold at most about 128 MB. */
const smallFileBytes = 8 * 1024 * 1024;

/** Releases in blob containers `releases-<site>`, live files in the container that the catalog names. */
export function blobReleases(account: StorageAccount, clock: Clock): Releases {
  const state = blobDocuments(account, stateContainer);
  let grants: ReturnType<typeof releaseGrants> | undefined;

  const copy = async (from: ContainerClient, site: string, to: string, file: ReleaseFile): Promise<void> => {
    const bytes = await objectOf(from, site, file);
    await calling(`writing the file "${to}/${file.path}"`, () =>
      account.writing(to, (container) =>
        container.getBlockBlobClient(file.path).uploadData(bytes, {
          blobHTTPHeaders: {
            blobContentType: file.contentType,
            blobCacheControl: file.cacheControl,
            blobContentMD5: createHash('md5').update(bytes).digest(),
            ...(file.contentEncoding ? { blobContentEncoding: file.contentEncoding } : {}),
          },
        }),
      ),
    );
  };

  return {
    async grant(site, access, expiresAt) {
      const { containerName } = await account.ensure(releaseContainer(site));
      grants ??= releaseGrants(account.service(), clock);
      return grants(containerName, access, expiresAt);
    },

    async readManifest(site, release) {
      const found = await blobDocuments(account, releaseContainer(site)).read(`manifests/${release}.json`);
      if (!found) return undefined;
      const manifest = manifestSchema.safeParse(found.value);
      if (manifest.success && manifest.data.site === site && manifest.data.release === release)
        return manifest.data;
      throw new SlipwayError(
        'release-missing',
        `The manifest of release "${release}" of site "${site}" is not valid; publish the site again.`,
        {
          details: {
            issues: manifest.success ? 'it names another release' : manifest.error.issues.slice(0, 5),
          },
        },
      );
    },

    async readBuildReport(site, runId, attempt) {
      const found = await blobDocuments(account, releaseContainer(site)).read(
        `reports/${runId}-${attempt}.json`,
      );
      return found && buildReportSchema.safeParse(found.value).data;
    },

    async copyToSite(site, files) {
      const from = account.container(releaseContainer(site.name));
      if (files.length > 0) await account.ensure(site.container);
      const copyFile = (file: ReleaseFile): Promise<void> => copy(from, site.name, site.container, file);
      await forEachConcurrently(
        files.filter((file) => file.sizeBytes <= smallFileBytes),
        copiesAtATime,
        copyFile,
      );
      await forEachConcurrently(
        files.filter((file) => file.sizeBytes > smallFileBytes),
        1,
        copyFile,
      );
    },

    async deleteFromSite(site, paths) {
      const container = account.container(site.container);
      await forEachConcurrently(paths, copiesAtATime, (path) =>
        calling(`deleting the file "${site.container}/${path}"`, async () => {
          try {
            await container.deleteBlob(path, { deleteSnapshots: 'include' });
          } catch (error) {
            if (!isStatus(error, 404)) throw error;
          }
        }),
      );
    },

    async readSiteState(site) {
      const found = await state.read(`sites/${site}.json`);
      return found
        ? { state: found.value as SiteState, etag: found.etag }
        : { state: { site, expiring: [] }, etag: undefined };
    },

    writeSiteState(next, etag) {
      return state.write(
        `sites/${next.site}.json`,
        next,
        etag === undefined ? { ifAbsent: true } : { ifMatch: etag },
      );
    },
  };
}

/** The bytes of an object, checked against the hash that names it: a build container wrote them. */
async function objectOf(container: ContainerClient, site: string, file: ReleaseFile): Promise<Buffer> {
  const object = await readBlob(container, `objects/${file.sha256}`);
  const sha256 = object && createHash('sha256').update(object.bytes).digest('hex');
  if (object && sha256 === file.sha256) return object.bytes;
  throw new SlipwayError(
    'release-missing',
    object
      ? `The object of "${file.path}" of site "${site}" has other bytes than its hash says; delete "objects/${file.sha256}" of its release container and publish again.`
      : `The object of "${file.path}" of site "${site}" is missing in its release container; publish the site again.`,
    { details: { site, path: file.path, sha256: file.sha256 } },
  );
}
