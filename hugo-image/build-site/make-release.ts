import type { BuildReport, ReleaseFile } from '../../contract/build.ts';
import { BuildFailure } from './build-failure.ts';
import type { BuildSiteOptions } from './build-options.ts';
import type { Reporter } from './callback/reporter.ts';
import { fetchCommit } from './git/fetch-commit.ts';
import type { GrantedStore } from './release/granted-store.ts';
import { isPage } from './release/is-page.ts';
import type { ReleaseStore } from './release/release-store.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { toolEnvironment } from './sandbox/tool-environment.ts';
import type { BuildSettings } from './settings.ts';
import { cacheEnvironment, packCaches, restoreCaches } from './site/build-caches.ts';
import { refuseForeignLinks } from './site/foreign-links.ts';
import { installPackages } from './site/install-packages.ts';
import { type HugoResult, runHugo } from './site/run-hugo.ts';

export type Build = BuildSiteOptions & { settings: BuildSettings; reporter: Reporter; store: GrantedStore };

/** Turns the commit into a release of the store. */
export async function makeRelease(build: Build): Promise<BuildReport> {
  const env = toolEnvironment(build.env);
  const { signal, log, confinement } = build;
  const sandbox = await Sandbox.open({ env, signal, log, ...(confinement && { confinement }) });
  try {
    return await makeReleaseIn(sandbox, build);
  } finally {
    await sandbox.quiet().catch(() => undefined);
    await sandbox.remove();
  }
}

async function makeReleaseIn(sandbox: Sandbox, build: Build): Promise<BuildReport> {
  const { settings, reporter, store, log } = build;
  const { directory, commit, repository } = settings;
  reporter.progress('fetching');
  log(`fetching ${commit.slice(0, 7)} of ${repository}`);
  // While git works, the app is asked for the store, and that for what earlier builds left and what objects it has.
  const readable = quietly(store('read'));
  const archive = quietly(readable.then((opened) => opened.newest('caches/')));
  const stored = quietly(readable.then((opened) => opened.objectHashes()));
  const restored = archive.catch(() => undefined).then((stream) => restoreCaches(stream, sandbox, log));
  const source = { ...settings, token: settings.gitToken };
  const { unlistedSubmodules } = await fetchCommit(source, sandbox, build).finally(() => restored);
  if (unlistedSubmodules.length > 0) log(`warning: ${lackOfTheme(unlistedSubmodules)}`);
  const env = { ...toolEnvironment(build.env), ...cacheEnvironment(sandbox, directory) };
  await installPackages(settings, sandbox, { env, log, onInstall: () => reporter.progress('installing') });
  await refuseForeignLinks(sandbox.path('repository'));
  reporter.progress('building');
  const hugo = await runHugo(settings, sandbox, { env, log }).catch((error: unknown) => {
    throw withLackOfTheme(error, unlistedSubmodules);
  });
  const caches = await packCaches(await restored, sandbox, log).catch(() => undefined);
  await sandbox.quiet();

  // From here on nothing of the site's runs, and this program alone touches its files.
  reporter.progress('uploading');
  const granted = quietly(store('add'));
  const { releaseFiles } = await import('./release/release-files.ts');
  const files = await releaseFiles(sandbox.path('public'));
  refuseLackOfTheme(hugo, files, unlistedSubmodules);
  const writable = await granted;
  const { uploadRelease } = await import('./release/upload-release.ts');
  const uploaded = await uploadRelease(
    writable,
    {
      site: settings.site,
      commit,
      files,
      stored: await stored.catch(() => writable.objectHashes()),
      builtAt: build.now?.() ?? new Date(),
      workFolder: sandbox.own,
    },
    log,
  );
  if (caches) await keepCaches(caches, writable, build);
  return { kind: 'succeeded', ...uploaded, generator: hugo.generator, warnings: hugo.warnings };
}

/** A folder of a theme that is empty makes Hugo fail, or only warn and write a site without pages. */
function refuseLackOfTheme(
  hugo: HugoResult,
  files: readonly ReleaseFile[],
  unlisted: readonly string[],
): void {
  if (unlisted.length === 0 || !hugo.lacksLayouts || files.some(isPage)) return;
  throw withLackOfTheme(
    new BuildFailure('site-refused', 'Hugo found no layouts and made no page.'),
    unlisted,
  );
}

function withLackOfTheme(error: unknown, unlisted: readonly string[]): unknown {
  if (!(error instanceof BuildFailure) || error.code !== 'site-refused' || unlisted.length === 0)
    return error;
  return new BuildFailure('site-refused', `${error.message}\n${lackOfTheme(unlisted)}`);
}

function lackOfTheme(unlisted: readonly string[]): string {
  const folders = unlisted.map((folder) => `"${folder}"`).join(', ');
  return `${folders}: a submodule that .gitmodules does not list, and so an empty folder. Add it with "git submodule add", or commit its files.`;
}

async function keepCaches(location: string, store: ReleaseStore, { settings, log }: Build): Promise<void> {
  const name = `caches/${settings.runId}-${settings.attempt}.tar.gz`;
  await store
    .addFile(name, location, { blobContentType: 'application/gzip' })
    .catch((error: Error) => log(`the caches could not be kept: ${error.message}`));
}

/** A promise whose failure counts only where it is awaited. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
