/** The outside world as the activities and triggers see it. Azure, the git providers and every fake implement these. */

import type { Site } from './catalog/catalog.ts';
import type {
  BuildReport,
  CdnTarget,
  Commit,
  CommitRef,
  ContainerGroupState,
  Manifest,
  Placement,
  ReleaseFile,
  SiteState,
  TaggedContainerGroup,
} from '../contract/model.ts';

export interface Clock {
  now(): Date;
}

export type ContainerGroupRequest = {
  name: string;
  image: string;
  command?: string[];
  environment: Record<string, string>;
  secrets: Record<string, string>;
  placement: Placement;
  tags: Record<string, string>;
};

/** What became of a create; each is an answer of the service, not an error. */
export type CreateOutcome =
  | { kind: 'created' }
  /** Somebody else's group has the name; it is not ours to delete. */
  | { kind: 'nameTaken'; message: string }
  | { kind: 'imageNotAccessible' | 'capacity' | 'quota' | 'refused'; message: string };

/** Container groups of the configured resource group. Calls throw `azure-unavailable` when trying again may help. */
export interface Containers {
  /** Idempotent: any 2xx is "created"; does not wait for the container to start. */
  create(request: ContainerGroupRequest): Promise<CreateOutcome>;
  read(name: string): Promise<ContainerGroupState>;
  /** Every group of the resource group that carries a `slipway-run` tag. */
  list(): Promise<TaggedContainerGroup[]>;
  /** The log as the service has it now: its last 4 MB while running, far less after the end. Undefined: none yet. */
  readLogs(name: string): Promise<string | undefined>;
  /** Asks for the deletion; `gone` when nothing of that name exists any more. */
  delete(name: string): Promise<'gone' | 'deleting'>;
  /** Writes the `slipway-keep-until` tag; an absent group is fine. */
  keepUntil(name: string, until: Date): Promise<void>;
}

/** Built versions of sites and the files that are live. */
export interface Releases {
  /** A URL with which a build container can add objects, manifests and reports of this site, and nothing else. */
  grantUpload(site: string, expiresAt: Date): Promise<string>;
  readManifest(site: string, release: string): Promise<Manifest | undefined>;
  /** What the build container left about its end, should its callback have been lost. */
  readBuildReport(site: string, runId: string, attempt: number): Promise<BuildReport | undefined>;
  /** Writes objects to the site's public container, each with the headers of its manifest entry. */
  copyToSite(site: Site, files: readonly ReleaseFile[]): Promise<void>;
  /** Deletes files of the site's public container; absent ones are fine. */
  deleteFromSite(site: Site, paths: readonly string[]): Promise<void>;
  readSiteState(site: string): Promise<{ state: SiteState; etag: string | undefined }>;
  /** Writes only if the state is still the one of `etag` (undefined: none exists). */
  writeSiteState(state: SiteState, etag: string | undefined): Promise<'written' | 'conflict'>;
}

/** The end of an archived log; empty with 0 bytes when nothing is archived. */
export type LogTail = { text: string; bytes: number };

/** Small documents of runs, kept beside the durable history because they are too big or too secret-free for it. */
export interface RunDocuments {
  writePlan(runId: string, plan: unknown): Promise<void>;
  readPlan(runId: string): Promise<unknown>;
  /** Adds to the run's log of one attempt; returns its size in bytes afterwards. */
  appendLog(runId: string, attempt: number, text: string): Promise<number>;
  /** The last `maxChars` characters of what is archived of one attempt, and the size of all of it in bytes. */
  readLogTail(runId: string, attempt: number, maxChars: number): Promise<LogTail>;
  /** The whole archived log of a run, attempts in order; undefined when there is none. */
  readLog(runId: string): Promise<string | undefined>;
  /** Marks a run as to be cancelled: the truth behind the event `cancelRequested`, which only wakes. */
  markCancelled(runId: string, reason: string): Promise<void>;
  readCancellation(runId: string): Promise<{ reason: string } | undefined>;
}

/** A webhook delivery that was accepted, with what it started. */
export type DeliveryRecord = { receivedAt: string; runs: Array<{ id: string; site: string; sha: string }> };

/** Webhook deliveries, each accepted once: the check is a conditional write, because starts by id are not atomic. */
export interface Deliveries {
  claim(
    deliveryId: string,
    record: DeliveryRecord,
  ): Promise<{ kind: 'new' } | { kind: 'duplicate'; record: DeliveryRecord }>;
}

export type PurgeOutcome =
  | { kind: 'purged'; paths: number }
  | { kind: 'requested'; paths: number }
  | { kind: 'noCdn' };

export interface Cdn {
  /** Starts the purge and watches it for at most `waitSeconds`; `requested` when it goes on after that. */
  purge(target: CdnTarget, paths: readonly string[], waitSeconds: number): Promise<PurgeOutcome>;
}

export type CommitLookup = { kind: 'found'; commit: Commit } | { kind: 'notFound'; message: string };

/** Commits of a site's repository, by its git provider. */
export interface Commits {
  find(site: Site, ref: CommitRef): Promise<CommitLookup>;
}

export type CommitStatus = {
  sha: string;
  state: 'pending' | 'success' | 'failure' | 'error';
  description: string;
  /** Where a person can follow the run. */
  targetUrl: string;
};

export interface CommitStatuses {
  /** Reports on the commit's page; a provider without credentials reports nothing. */
  report(site: Site, status: CommitStatus): Promise<void>;
}

/** The public side of a site, as a visitor gets it. */
export interface LiveSites {
  fetchPage(url: string): Promise<{ status: number; sha256: string; cache?: string }>;
}

/** Tokens with which a container reports on its own run and attempt. */
export interface CallbackTokens {
  issue(claim: { runId: string; attempt: number; expiresAt: Date }): Promise<string>;
  /** Throws `token-invalid` or `token-expired`. */
  verify(token: string, runId: string): Promise<{ attempt: number }>;
}

/** Values of settings that the catalog names as secrets. */
export interface Secrets {
  /** Undefined when no such setting exists. */
  read(settingName: string): string | undefined;
}

export interface Catalogs {
  /** The sites of the last good catalog. Throws `catalog-invalid` when there never was one. */
  site(name: string): Promise<Site | undefined>;
  sites(): Promise<readonly Site[]>;
}
