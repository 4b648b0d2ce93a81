import { setMaxListeners } from 'node:events';
import type { BuildReport } from '../../contract/build.ts';
import { BuildFailure } from './build-failure.ts';
import type { BuildSiteOptions } from './build-options.ts';
import { Callback } from './callback/callback.ts';
import { Reporter } from './callback/reporter.ts';
import { makeRelease } from './make-release.ts';
import { grantedStore } from './release/granted-store.ts';
import { type BuildSettings, readCallback, readSettings } from './settings.ts';

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
    const target = readCallback(options.env);
    if (target) await new Reporter(new Callback(target, options)).ended(report);
    return report;
  }
  const callback = new Callback(settings.callback, options);
  const reporter = new Reporter(callback);
  const store = grantedStore(callback, options);
  const report = await makeRelease({ ...options, settings, reporter, store }).catch((error: unknown) =>
    failed(error, options),
  );
  const keep = async (): Promise<void> => {
    await (await store('add')).addDocument(`reports/${settings.runId}-${settings.attempt}.json`, report);
  };
  await Promise.all([bestEffort('the report could not be kept', keep, options), reporter.ended(report)]);
  return report;
}

/** What may fail without changing how the build ends. */
async function bestEffort(
  problem: string,
  work: () => Promise<void>,
  { signal, log }: BuildSiteOptions,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    signal.throwIfAborted();
    log(`${problem}: ${error instanceof Error ? error.message : error}`);
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
