import type { ManifestHeader, ReleaseFile } from '../../contract/build.ts';
import { BuildFailure } from './build-failure.ts';
import { releaseFiles, releaseId } from './release-files.ts';
import type { ReleaseStore } from './release-store.ts';

export type BuiltRelease = {
  site: string;
  commit: string;
  /** The folder into which Hugo built. */
  output: string;
  /** Hashes of the objects that the store has already. */
  stored: ReadonlySet<string>;
  builtAt: Date;
};

export type UploadedRelease = { release: string; files: number; uploaded: number; bytes: number };

/** Adds the objects that the store lacks, then the manifest: a release exists only when all of it is there. */
export async function uploadRelease(
  store: ReleaseStore,
  { site, commit, output, stored, builtAt }: BuiltRelease,
  log: (line: string) => void,
): Promise<UploadedRelease> {
  const files = await releaseFiles(output);
  if (files.length === 0) throw new BuildFailure('site-refused', 'Hugo made no files of this site.');
  const { uploaded, bytes } = await store.addObjects(files, stored);
  log(`uploaded ${uploaded} of ${files.length} files (${(bytes / 1_000_000).toFixed(1)} MB)`);

  const release = releaseId(commit, files);
  const listed: ReleaseFile[] = files
    .map(({ location: _location, md5: _md5, ...file }) => file)
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const frontPage = listed.find(({ path }) => path === 'index.html')?.sha256;
  const header: ManifestHeader = {
    version: 2,
    site,
    release,
    commit,
    builtAt: builtAt.toISOString(),
    files: listed.length,
    pages: listed.filter(({ path }) => /\.html?$/.test(path)).length,
    bytes: listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ...(frontPage ? { frontPage } : {}),
  };
  await store.addManifest(release, [header, ...listed]);
  log(`release ${release} is complete`);
  return { release, files: files.length, uploaded, bytes };
}
