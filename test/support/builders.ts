import type { ManifestHeader, ReleaseFile } from '../../contract/build.ts';
import type { Commit } from '../../contract/commits.ts';
import type { ContainerSpec } from '../../contract/containers.ts';
import type { Site, Target } from '../../contract/sites.ts';
import { parseCatalog } from '../../lib/catalog/catalog.ts';
import { targetOf } from '../../lib/decide/sites/target-of.ts';

/** A valid site; `overrides` are in the catalog's own form. */
export function aSite(name = 'blog', overrides: Record<string, unknown> = {}): Site {
  const site = {
    repository: `https://github.com/acme/${name}.git`,
    url: `https://${name}.example.com/`,
    cdn: { kind: 'frontDoor', profile: 'edge', endpoint: name },
    ...overrides,
  };
  const [parsed] = parseCatalog(JSON.stringify({ sites: { [name]: site } })).sites;
  if (!parsed) throw new Error('The builder made no site.');
  return parsed;
}

/** A commit whose sha begins with `seed`, hex digits. */
export function aCommit(seed = 'c0ffee', overrides: Partial<Commit> = {}): Commit {
  return {
    repository: 'https://github.com/acme/blog.git',
    branch: 'main',
    sha: seed.padEnd(40, '0'),
    author: 'Ada',
    message: `Change ${seed}`,
    committedAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
}

export function aSpec(overrides: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    kind: 'job',
    name: 'sums',
    image: 'acme/sums:1',
    environment: {},
    secrets: {},
    placements: [{ region: 'westeurope', cpu: 1, memoryGb: 1 }],
    provisioningDeadlineSeconds: 600,
    runningDeadlineSeconds: 600,
    maxAttempts: 3,
    keepOnFailureMinutes: 0,
    ...overrides,
  };
}

/** Where a site is live; `overrides` are in the catalog's own form. */
export function aTarget(name = 'blog', overrides: Record<string, unknown> = {}): Target {
  return targetOf(aSite(name, overrides));
}

/** A whole manifest: its first line, and the files of the others. */
export type Manifest = { header: ManifestHeader; files: ReleaseFile[] };

/** A manifest from `path: content`; the content's text stands for its hash. */
export function aManifest(
  release: string,
  files: Record<string, string> | readonly ReleaseFile[],
  overrides: Partial<ManifestHeader> = {},
): Manifest {
  const listed = Array.isArray(files)
    ? (files as ReleaseFile[])
    : Object.entries(files).map(([path, content]) => aFile(path, content));
  const sorted = [...listed].sort((one, other) => (one.path < other.path ? -1 : 1));
  const frontPage = sorted.find(({ path }) => path === 'index.html')?.sha256;
  const header: ManifestHeader = {
    version: 2,
    site: 'blog',
    release,
    commit: 'c0ffee'.padEnd(40, '0'),
    builtAt: '2026-01-01T00:00:00.000Z',
    files: sorted.length,
    pages: sorted.filter(({ path }) => /\.html?$/.test(path)).length,
    bytes: sorted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ...(frontPage ? { frontPage } : {}),
    ...overrides,
  };
  return { header, files: sorted };
}

/** The text of a manifest as a build container writes it. */
export function manifestText({ header, files }: Manifest): string {
  return [header, ...files].map((line) => `${JSON.stringify(line)}\n`).join('');
}

export function aFile(path: string, content: string): ReleaseFile {
  return {
    path,
    sha256: content.padEnd(64, '0'),
    sizeBytes: content.length,
    contentType: path.endsWith('.html') ? 'text/html; charset=utf-8' : 'application/octet-stream',
    cacheControl: 'public, max-age=0',
  };
}
