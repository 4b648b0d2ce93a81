import type { BuildReport, ReleaseFile } from '../../../contract/build.ts';
import type { Place } from '../../../contract/releases.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { BeforeEach, ManifestReader, Releases } from '../../../lib/ports/releases.ts';
import type { Manifest } from '../builders.ts';

/** Releases in memory. A live file is its manifest entry. */
export class FakeReleases implements Releases {
  readonly manifests = new Map<string, Manifest>();
  readonly reports = new Map<string, BuildReport>();
  /** Each change of live files, in order: `copy index.html`, `delete old.css`. */
  readonly changes: string[] = [];
  /** Hashes of objects that are not in the store. */
  readonly missingObjects = new Set<string>();
  /** Number of calls that fail before one works. */
  failingCopies = 0;
  /** Called before each change of a file; what it throws is what happens then. */
  beforeChange: (change: string) => void = () => undefined;
  readonly #live = new Map<string, Map<string, ReleaseFile>>();

  /** Puts a manifest into the store, as a build container does. */
  addManifest(manifest: Manifest): void {
    this.manifests.set(`${manifest.header.site}/${manifest.header.release}`, manifest);
  }

  addReport(site: string, runId: string, attempt: number, report: BuildReport): void {
    this.reports.set(`${site}/${runId}/${attempt}`, report);
  }

  /** The live files of a folder of a container, by path. */
  filesOf(container: string, prefix = ''): Map<string, ReleaseFile> {
    const blobs = this.#live.get(container) ?? [];
    const below = [...blobs].filter(([name]) => name.startsWith(prefix));
    return new Map(below.map(([name, file]) => [name.slice(prefix.length), file]));
  }

  /** Puts files there that no promotion copied. */
  putLive({ container, prefix }: Omit<Place, 'url'>, files: readonly ReleaseFile[]): void {
    const blobs = this.#live.get(container) ?? new Map<string, ReleaseFile>();
    for (const file of files) blobs.set(`${prefix}${file.path}`, file);
    this.#live.set(container, blobs);
  }

  async grant(site: string, access: 'read' | 'add', expiresAt: Date): Promise<string> {
    return `https://store.test/releases-${site}?for=${access}&expires=${expiresAt.toISOString()}&sig=secret`;
  }

  async readManifest(site: string, release: string): Promise<ManifestReader | undefined> {
    const found = this.manifests.get(`${site}/${release}`);
    return found && { header: found.header, files: streamOf(found.files), close: () => undefined };
  }

  async readBuildReport(site: string, runId: string, attempt: number): Promise<BuildReport | undefined> {
    return this.reports.get(`${site}/${runId}/${attempt}`);
  }

  async copyLive(
    site: string,
    place: Place,
    files: readonly ReleaseFile[],
    beforeEach: BeforeEach,
  ): Promise<void> {
    if (this.failingCopies > 0) {
      this.failingCopies--;
      throw new SlipwayError('azure-unavailable', 'The store is out, as the test wants it.');
    }
    for (const file of files) {
      await beforeEach();
      if (this.missingObjects.has(file.sha256))
        throw new SlipwayError(
          'release-missing',
          `The object of "${file.path}" of site "${site}" is missing.`,
        );
      this.beforeChange(`copy ${file.path}`);
      this.putLive(place, [file]);
      this.changes.push(`copy ${file.path}`);
    }
  }

  async deleteLive(place: Place, paths: readonly string[], beforeEach: BeforeEach): Promise<void> {
    for (const path of paths) {
      await beforeEach();
      this.beforeChange(`delete ${path}`);
      this.#live.get(place.container)?.delete(`${place.prefix}${path}`);
      this.changes.push(`delete ${path}`);
    }
  }

  async listLive({ container, prefix }: Place): Promise<string[]> {
    return [...this.filesOf(container, prefix).keys()].sort();
  }
}

async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
