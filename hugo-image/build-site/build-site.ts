import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BuildReport } from '../../contract/build.ts';
import { BuildFailure } from './build-failure.ts';
import { fetchCommit } from './fetch-commit.ts';
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

type Build = BuildSiteOptions & {
  settings: BuildSettings;
  reporter: Reporter;
  openStore: () => Promise<ReleaseStore>;
};

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
    openStore: once(() => openStore(settings, options)),
  };
  const report = await makeRelease(build).catch((error: unknown) => failed(error, options));
  await Promise.all([keepReport(build, report), build.reporter.ended(report)]);
  return report;
}

async function makeRelease(build: Build): Promise<BuildReport> {
  const { settings, reporter, log } = build;
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'slipway-build-'));
  const place = (name: string): string => path.join(workspace, name);
  const [checkout, output, cache] = [place('repository'), place('public'), place('cache')];
  const child = { ...build, env: withoutOwnVariables(build.env) };
  try {
    reporter.progress('fetching');
    log(`fetching ${settings.commit.slice(0, 7)} of ${settings.repository}`);
    await fetchCommit({ ...settings, token: settings.gitToken }, checkout, child);

    reporter.progress('building');
    const hugo = runHugo({ ...settings, checkout, output, cache }, child);
    // While Hugo works, the store is asked what it has. Its failure counts when its answer is needed.
    const listed = build.openStore().then((store) => store.objectHashes());
    listed.catch(() => undefined);
    const generator = await hugo;

    reporter.progress('uploading');
    const { uploadRelease } = await import('./upload-release.ts');
    const release = { ...settings, output, stored: await listed, builtAt: build.now?.() ?? new Date() };
    return { kind: 'succeeded', generator, ...(await uploadRelease(await build.openStore(), release, log)) };
  } finally {
    await rm(workspace, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Loaded late, when Hugo is at work: evaluating the storage client takes about as long as a small build. */
async function openStore({ uploadUrl }: BuildSettings, options: BuildSiteOptions): Promise<ReleaseStore> {
  const { ReleaseStore } = await import('./release-store.ts');
  return new ReleaseStore(uploadUrl, options);
}

/** The copy of the report for the case that the callback is lost; that the store refuses it changes nothing. */
async function keepReport({ openStore, settings, log, signal }: Build, report: BuildReport): Promise<void> {
  try {
    const store = await openStore();
    await store.addDocument(`reports/${settings.runId}-${settings.attempt}.json`, report);
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

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
