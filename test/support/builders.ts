import type { Manifest, ReleaseFile } from '../../contract/build.ts';
import type { Commit } from '../../contract/commits.ts';
import type { ContainerSpec } from '../../contract/containers.ts';
import type { Want } from '../../contract/lanes.ts';
import type { Site } from '../../contract/sites.ts';
import { parseCatalog } from '../../lib/catalog/catalog.ts';

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

/** A push of the site `blog`. */
export function aWant(runId = 'run', overrides: Partial<Want> = {}): Want {
  return {
    runId,
    ref: { kind: 'branchHead' },
    cause: 'push',
    requestedAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
}

/** A manifest from `path: content`; the content's text stands for its hash. */
export function aManifest(
  release: string,
  files: Record<string, string>,
  overrides: Partial<Manifest> = {},
): Manifest {
  return {
    version: 1,
    site: 'blog',
    release,
    commit: 'c0ffee'.padEnd(40, '0'),
    builtAt: '2026-01-01T00:00:00.000Z',
    files: Object.entries(files).map(([path, content]) => aFile(path, content)),
    ...overrides,
  };
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
