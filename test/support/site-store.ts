import type { TargetState } from '../../contract/releases.ts';
import { placeOf } from '../../lib/decide/sites/target-of.ts';
import { aManifest, aTarget } from './builders.ts';
import type { TestApp } from './test-app.ts';

/** What a site has in storage, put there as builds and promotions do. */
export class SiteStore {
  readonly #app: TestApp;
  readonly site: string;

  constructor(app: TestApp, site = 'blog') {
    this.#app = app;
    this.site = site;
  }

  get objects(): string[] {
    return this.#app.storedItems.names({ kind: 'objects', site: this.site });
  }

  get manifests(): string[] {
    return this.#app.storedItems
      .names({ kind: 'manifests', site: this.site })
      .map((name) => name.replace('.ndjson', ''));
  }

  /** A build that uploads what is not there, each object named by its content, and then the manifest. */
  build(release: string, files: Record<string, string>): void {
    const { site } = this;
    const manifest = aManifest(release, files, { site });
    const { storedItems, releases } = this.#app;
    for (const { sha256 } of manifest.files)
      if (!this.objects.includes(sha256)) storedItems.add({ kind: 'objects', site }, sha256, this.#now);
    releases.addManifest(manifest);
    storedItems.add({ kind: 'manifests', site }, `${release}.ndjson`, this.#now);
  }

  /** Makes a release live that was built. */
  promote(release: string): void {
    const { history } = this.#app.targets.stateOf(this.site);
    const past = { release, commit: release, runId: `run-${release}`, promotedAt: this.#now };
    const live = {
      ...past,
      requestedAt: this.#now,
      place: placeOf(aTarget(this.site)),
      files: 1,
      pages: 1,
      hasFrontPage: true,
    };
    this.put({ live, history: [past, ...history] });
  }

  publish(release: string, files: Record<string, string>): void {
    this.build(release, files);
    this.promote(release);
  }

  put(overrides: Partial<TargetState>): void {
    this.#app.targets.put(this.site, overrides);
  }

  /** Whether publishes of the site have to wait. */
  get isBeingCleaned(): boolean {
    const until = this.#app.lanes.rows.get(this.site)?.row.cleaning?.until;
    return until !== undefined && until > this.#now;
  }

  /** Hashes of objects that a stored release needs and that are not there. */
  missingObjects(releases: readonly string[]): string[] {
    const needed = releases.flatMap(
      (release) => this.#app.releases.manifests.get(`${this.site}/${release}`)?.files ?? [],
    );
    return needed.map(({ sha256 }) => sha256).filter((sha256) => !this.objects.includes(sha256));
  }

  get #now(): string {
    return new Date(this.#app.clock.now()).toISOString();
  }
}

/** The name of the object of a content. */
export function objectOf(content: string): string {
  return content.padEnd(64, '0');
}
