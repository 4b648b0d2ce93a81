import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BuildReport, Manifest } from '../../lib/model.ts';
import { BuildFailure } from './build-failure.ts';
import { fetchCommit } from './fetch-commit.ts';
import { releaseFiles, releaseId } from './release-files.ts';
import type { ReleaseStore } from './release-store.ts';
import { Reporter } from './reporter.ts';
import { runHugo } from './run-hugo.ts';
import { type BuildSettings, readCallback, readSettings, withoutOwnVariables } from './settings.ts';

export type BuildSiteOptions = {
  env: Record<string, string | undefined>;
  /** Ends the build early: children are stopped, nothing is reported. */
  signal: AbortSignal;
  log: (line: string) => void;
  now?: () => Date;
  /** Pauses between tries against git, the store and the callback, in place of each one's own; tests need none. */
  pausesMs?: readonly number[];
};

type Build = BuildSiteOptions & { settings: BuildSettings; reporter: Reporter; store: Promise<ReleaseStore> };

/** Does what README.md promises and answers the exit code. Rejects only when `signal` ends it. */
export async function buildSite(options: BuildSiteOptions): Promise<number> {
  // Every upload in flight listens to the signal.
  setMaxListeners(0, options.signal);
  const report = await conclude(options);
  return report.kind === 'succeeded' ? 0 : report.exitCode;
}

async function conclude(options: BuildSiteOptions): Promise<BuildReport> {
  let settings: BuildSettings;
  try {
    settings = readSettings(options.env);
  } catch (error) {
    const report = failed(error, options);
    const callback = readCallback(options.env);
    if (callback) await new Reporter(callback, options).ended(report);
    return report;
  }
  const build = {
    ...options,
    settings,
    reporter: new Reporter(settings.callback, options),
    store: openStore(settings, options),
  };
  const report = await makeRelease(build).catch((error: unknown) => failed(error, options));
  await Promise.all([keepReport(build, report), build.reporter.ended(report)]);
  return report;
}

async function makeRelease(build: Build): Promise<BuildReport> {
  const { settings, reporter, log } = build;
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'slipway-build-'));
  const [checkout, output, cache] = ['repository', 'public', 'cache'].map((name) =>
    path.join(workspace, name),
  ) as [string, string, string];
  const child = { ...build, env: withoutOwnVariables(build.env) };
  // The store is asked what it has while git and Hugo work. Its failure counts when its answer is needed.
  const stored = build.store.then((store) => store.objectHashes());
  stored.catch(() => undefined);
  try {
    reporter.progress('fetching');
    log(`fetching ${settings.commit.slice(0, 7)} of ${settings.repository}`);
    await fetchCommit({ ...settings, token: settings.gitToken }, checkout, child);

    reporter.progress('building');
    const generator = await runHugo({ ...settings, checkout, output, cache }, child);

    reporter.progress('uploading');
    return await upload(build, output, await stored, generator);
  } finally {
    await rm(workspace, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function upload(
  { store, settings, log, now = () => new Date() }: Build,
  output: string,
  stored: ReadonlySet<string>,
  generator: string,
): Promise<BuildReport> {
  const files = await releaseFiles(output);
  if (files.length === 0) throw new BuildFailure('site-refused', 'Hugo made no files of this site.');
  const { uploaded, bytes } = await (await store).addObjects(files, stored);
  log(`uploaded ${uploaded} of ${files.length} files (${(bytes / 1_000_000).toFixed(1)} MB)`);

  const release = releaseId(settings.commit, files);
  const manifest: Manifest = {
    version: 1,
    site: settings.site,
    release,
    commit: settings.commit,
    builtAt: now().toISOString(),
    files: files.map(({ location: _location, md5: _md5, ...file }) => file),
  };
  await (await store).addDocument(`manifests/${release}.json`, manifest);
  log(`release ${release} is complete`);
  return { kind: 'succeeded', release, files: files.length, uploaded, bytes, generator };
}

/** Loaded when git is already at work: evaluating the storage client takes about as long as a small fetch. */
async function openStore({ uploadUrl }: BuildSettings, options: BuildSiteOptions): Promise<ReleaseStore> {
  await new Promise(setImmediate);
  const { ReleaseStore } = await import('./release-store.ts');
  return new ReleaseStore(uploadUrl, options);
}

/** The copy of the report for the case that the callback is lost; that the store refuses it changes nothing. */
async function keepReport({ store, settings, log, signal }: Build, report: BuildReport): Promise<void> {
  try {
    await (await store).addDocument(`reports/${settings.runId}-${settings.attempt}.json`, report);
  } catch (error) {
    signal.throwIfAborted();
    log(`the report could not be kept: ${error instanceof Error ? error.message : error}`);
  }
}

function failed(error: unknown, { signal, log }: BuildSiteOptions): BuildReport {
  signal.throwIfAborted();
  const failure =
    error instanceof BuildFailure
      ? error
      : new BuildFailure('unexpected', error instanceof Error ? error.message : String(error), {
          cause: error,
        });
  log(failure.code === 'unexpected' && error instanceof Error ? `${error.stack}` : failure.message);
  return { kind: 'failed', code: failure.code, message: failure.message, exitCode: failure.exitCode };
}
