import type { BuildReport, ManifestHeader, ReleaseFile } from '../../contract/build.ts';
import type { Commit } from '../../contract/commits.ts';
import type { ContainerRunRequest } from '../../contract/container-runs.ts';
import type { ContainerGroupSpec, ContainerSpec } from '../../contract/container-specs.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import type { JobRequest, ListPrices } from '../../contract/jobs.ts';
import type { Want } from '../../contract/lanes.ts';
import type { Retention } from '../../contract/retention.ts';
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

export function aContainerSpec<Value = never>(
  overrides: Partial<ContainerSpec<Value>> = {},
): ContainerSpec<Value> {
  return {
    name: 'main',
    image: 'acme/sums:1',
    environment: {},
    secrets: {},
    cpu: 1,
    memoryGb: 1,
    ...overrides,
  };
}

/** A run of one container that adds up numbers. */
export function aContainerRun(
  spec: Partial<ContainerGroupSpec> = {},
  overrides: Partial<ContainerRunRequest> = {},
): ContainerRunRequest {
  return {
    hub: 'test',
    spec: aSpec(spec),
    priority: 'other',
    share: 'sums',
    queueDeadlineSeconds: 7_200,
    ...overrides,
  };
}

export function aSpec(overrides: Partial<ContainerGroupSpec> = {}): ContainerGroupSpec {
  return {
    name: 'sums',
    containers: [aContainerSpec()],
    placements: [{ region: 'westeurope' }],
    reports: 'slipway',
    provisioningDeadlineSeconds: 600,
    runningDeadlineSeconds: 600,
    maxAttempts: 3,
    keepOnFailureMinutes: 0,
    ...overrides,
  };
}

/** A run of the job that adds up numbers. */
export function aJob(overrides: Partial<JobRequest> = {}): JobRequest {
  return {
    hub: 'test',
    job: 'sums',
    cause: 'request',
    requestedAt: '2026-01-01T00:00:00.000Z',
    spec: { group: aSpec(), queueDeadlineSeconds: 7_200 },
    ...overrides,
  };
}

/** Where a site is live; `overrides` are in the catalog's own form. */
export function aTarget(name = 'blog', overrides: Record<string, unknown> = {}): Target {
  return targetOf(aSite(name, overrides));
}

/** A whole manifest: its first line, and the files of the others. */
export type Manifest = { header: ManifestHeader; files: ReleaseFile[] };

/** What a build says that made a release of one page. */
export function aBuild(release: string): BuildReport {
  const counts = { files: 1, pages: 1, uploaded: 1, bytes: 1, warnings: 0 };
  return { kind: 'succeeded', release, ...counts, generator: 'test' };
}

/** The final report of a build container, as its run hears it. */
export function aFinalReport(result: BuildReport, attempt = 1): ContainerEvents['containerEnded'] {
  return result.kind === 'succeeded'
    ? { attempt, exitCode: 0, result }
    : { attempt, exitCode: result.exitCode, message: result.message, result };
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

export function aPriceList(): ListPrices {
  return { vcpuHour: 0.36, memoryGbHour: 0.036, currency: 'USD' };
}

export function aRetention(overrides: Partial<Retention> = {}): Retention {
  return { runDays: 30, logDays: 30, deliveryDays: 7, releases: 20, caches: 1, ...overrides };
}
