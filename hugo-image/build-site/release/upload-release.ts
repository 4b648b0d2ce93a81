import path from 'node:path';
import type { ManifestHeader } from '../../../contract/build.ts';
import { BuildFailure } from '../build-failure.ts';
import { isPage } from './is-page.ts';
import { manifestContentType, writeManifest } from './manifest-file.ts';
import { type BuiltFile, releaseId } from './release-files.ts';
import type { ReleaseStore } from './release-store.ts';

export type BuiltRelease = {
  site: string;
  commit: string;
  files: readonly BuiltFile[];
  /** Hashes of the objects that the store has already. */
  stored: ReadonlySet<string>;
  builtAt: Date;
  /** A folder in which the manifest is written before it is uploaded. */
  workFolder: string;
};

export type UploadedRelease = {
  release: string;
  files: number;
  pages: number;
  uploaded: number;
  bytes: number;
};

/** Adds the objects that the store lacks, then the manifest: a release exists only when all of it is there. */
export async function uploadRelease(
  store: ReleaseStore,
  { site, commit, files, stored, builtAt, workFolder }: BuiltRelease,
  log: (line: string) => void,
): Promise<UploadedRelease> {
  if (files.length === 0) throw new BuildFailure('site-refused', 'Hugo made no files of this site.');
  const { uploaded, bytes } = await store.addObjects(files, stored);
  log(`uploaded ${uploaded} of ${files.length} files (${(bytes / 1_000_000).toFixed(1)} MB)`);

  const release = releaseId(commit, files);
  const pages = files.filter(isPage).length;
  const frontPage = files.find((file) => file.path === 'index.html')?.sha256;
  const header: ManifestHeader = {
    version: 2,
    site,
    release,
    commit,
    builtAt: builtAt.toISOString(),
    files: files.length,
    pages,
    bytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    ...(frontPage && { frontPage }),
  };
  const location = path.join(workFolder, 'manifest.ndjson');
  await writeManifest(location, header, files);
  await store.addFile(`manifests/${release}.ndjson`, location, { blobContentType: manifestContentType });
  log(`release ${release} is complete`);
  return { release, files: files.length, pages, uploaded, bytes };
}
