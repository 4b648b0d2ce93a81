import type { Commit, CommitRef, Comparison } from '../../../contract/commits.ts';
import type { Fleet } from '../../../contract/fleets.ts';
import type { Job } from '../../../contract/jobs.ts';
import type { CdnTarget, CommitLookup, PurgeOutcome, Site } from '../../../contract/sites.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { CallbackClaim, CallbackTokens } from '../../../lib/ports/callback-tokens.ts';
import type { Catalogs } from '../../../lib/ports/catalogs.ts';
import type { Cdn } from '../../../lib/ports/cdn.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { CommitStatus, CommitStatuses } from '../../../lib/ports/commit-statuses.ts';
import type { Commits } from '../../../lib/ports/commits.ts';
import type { LiveSites } from '../../../lib/ports/live-sites.ts';
import type { Secrets } from '../../../lib/ports/secrets.ts';
import type { VirtualClock } from '../../../local/clock.ts';
import type { FakeReleases } from './fake-releases.ts';

/** The app's clock over the virtual one. */
export function fakeClock(clock: VirtualClock): Clock {
  return { now: () => new Date(clock.now()) };
}

export class FakeCatalogs implements Catalogs {
  readonly list: Site[];
  readonly jobList: Job[] = [];
  readonly fleetList: Fleet[] = [];
  /** There never was a catalog. */
  isMissing = false;

  constructor(sites: readonly Site[]) {
    this.list = [...sites];
  }

  async site(name: string): Promise<Site | undefined> {
    return (await this.sites()).find((site) => site.name === name);
  }

  async sites(): Promise<readonly Site[]> {
    if (this.isMissing)
      throw new SlipwayError('catalog-invalid', 'There is no catalog, as the test wants it.');
    return this.list;
  }

  async job(name: string): Promise<Job | undefined> {
    return (await this.jobs()).find((job) => job.name === name);
  }

  async jobs(): Promise<readonly Job[]> {
    await this.sites();
    return this.jobList;
  }

  async fleet(name: string): Promise<Fleet | undefined> {
    return (await this.fleets()).find((fleet) => fleet.name === name);
  }

  async fleets(): Promise<readonly Fleet[]> {
    return this.isMissing ? [] : this.fleetList;
  }
}

/** Commits by sha; the branch's head is the one added last. */
export class FakeCommits implements Commits {
  readonly commits: Commit[] = [];
  /** The head of a site's branch, where it is not the commit that was added last. */
  readonly heads = new Map<string, string>();
  /** What changed up to a commit, by its sha; unknown where it is not here. */
  readonly changes = new Map<string, string[]>();
  /** Every call fails, as when the provider is down. */
  isOut = false;

  async compare(_site: Site, _base: string, head: string): Promise<Comparison> {
    if (this.isOut) throw providerIsOut();
    const files = this.changes.get(head);
    return files ? { kind: 'files', files } : { kind: 'unknown' };
  }

  async find(site: Site, ref: CommitRef): Promise<CommitLookup> {
    if (this.isOut) throw providerIsOut();
    const wanted = ref.kind === 'sha' ? ref.sha : this.heads.get(site.name);
    const commit = wanted ? this.commits.find(({ sha }) => sha === wanted) : this.commits.at(-1);
    const { repository, branch } = site;
    if (commit) return { kind: 'found', commit: { ...commit, repository, branch } };
    return { kind: 'notFound', message: `${site.repository} has no such commit.` };
  }
}

export class FakeCommitStatuses implements CommitStatuses {
  readonly reported: Array<CommitStatus & { site: string }> = [];
  /** Every report fails, as when the provider is down. */
  isOut = false;

  async report(site: Site, status: CommitStatus): Promise<void> {
    if (this.isOut) throw providerIsOut();
    this.reported.push({ ...status, site: site.name });
  }
}

function providerIsOut(): SlipwayError {
  return new SlipwayError('provider-unavailable', 'The git provider is out, as the test wants it.');
}

export class FakeCdn implements Cdn {
  readonly purged: Array<{ target: CdnTarget; paths: readonly string[] }> = [];
  /** Every purge takes longer than anybody waits. */
  isSlow = false;
  /** Every purge fails. */
  isOut = false;

  async purge(target: CdnTarget, paths: readonly string[]): Promise<PurgeOutcome> {
    if (target.kind === 'none') return { kind: 'noCdn' };
    const wrong = paths.find((path) => !path.startsWith('/'));
    if (wrong !== undefined)
      throw new SlipwayError('azure-refused', `"${wrong}" does not begin with a slash.`);
    if (this.isOut) throw new SlipwayError('azure-unavailable', 'The CDN is out, as the test wants it.');
    this.purged.push({ target, paths });
    return { kind: this.isSlow ? 'requested' : 'purged', paths: paths.length };
  }
}

/** What visitors get: the live front page of the site with that URL, unless the cache still holds an older one. */
export class FakeLiveSites implements LiveSites {
  readonly #releases: FakeReleases;
  readonly #catalogs: FakeCatalogs;
  /** Number of fetches that still get an older version. */
  staleFetches = 0;

  constructor(releases: FakeReleases, catalogs: FakeCatalogs) {
    this.#releases = releases;
    this.#catalogs = catalogs;
  }

  async fetchPage(url: string): Promise<{ status: number; sha256: string; cache?: string }> {
    if (this.staleFetches > 0) {
      this.staleFetches--;
      return { status: 200, sha256: 'older', cache: 'TCP_HIT' };
    }
    const site = this.#catalogs.list.find((known) => known.url === url);
    if (!site) throw new Error(`connect ECONNREFUSED: nobody serves ${url}.`);
    const page = this.#releases.filesOf(site.container, site.prefix).get('index.html');
    return page ? { status: 200, sha256: page.sha256, cache: 'TCP_MISS' } : { status: 404, sha256: 'none' };
  }
}

/** Tokens that a person can read; only those that were issued count. */
export class FakeCallbackTokens implements CallbackTokens {
  readonly #clock: Clock;
  readonly #issued = new Map<string, CallbackClaim>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue: CallbackTokens['issue'] = async (claim) => {
    const { runId, attempt, container } = claim;
    const token = ['token', runId, attempt, ...(container === undefined ? [] : [container])].join('-');
    this.#issued.set(token, claim);
    return token;
  };

  verify: CallbackTokens['verify'] = async (token, ofRun) => {
    const issued = this.#issued.get(token);
    if (issued?.runId !== ofRun) throw new SlipwayError('token-invalid', `"${token}" is not of "${ofRun}".`);
    if (issued.expiresAt <= this.#clock.now())
      throw new SlipwayError('token-expired', `"${token}" has expired.`);
    const { runId, ...claim } = issued;
    return claim;
  };
}

export function fakeSecrets(values: Record<string, string> = {}): Secrets {
  return { read: (name) => (Object.hasOwn(values, name) && values[name]) || undefined };
}
