/** What goes into and comes out of each activity. Types and names only: orchestrators import nothing else of this folder. */
import type { Site } from '../lib/catalog/catalog.ts';
import type {
  BuildReport,
  CommitRef,
  ContainerGroupState,
  ContainerSpec,
  Placement,
  RunState,
  TaggedContainerGroup,
} from './model.ts';
import type { CommitLookup, CreateOutcome, PurgeOutcome } from '../lib/ports.ts';

type Cancelled = { kind: 'cancelled'; message: string };

export type Activities = {
  /** The site as the catalog has it now. */
  getSite(input: {
    site: string;
  }):
    | { kind: 'known'; site: Site; hugoImage: string; locations: string[] }
    | { kind: 'unknown'; message: string };
  /** The commit to publish, unless the run was cancelled meanwhile. */
  fetchCommit(input: { site: string; ref: CommitRef; runId: string }): CommitLookup | Cancelled;
  /** Reports on the commit's page; a provider that does not answer never fails a publish. */
  reportCommitStatus(input: {
    site: string;
    runId: string;
    sha: string;
    state: 'pending' | 'success' | 'failure' | 'error';
    description: string;
  }): { kind: 'reported' } | { kind: 'notReported'; message: string };

  /** Creates the container group of one attempt, unless the run was cancelled meanwhile. */
  createContainerGroup(input: {
    group: string;
    runId: string;
    attempt: number;
    spec: ContainerSpec;
    placement: Placement;
  }): CreateOutcome | Cancelled;
  getContainerState(input: { group: string }): ContainerGroupState;
  /** Archives what is new in the container's log; a log that cannot be read never fails a run. */
  captureLogs(input: {
    group: string;
    runId: string;
    attempt: number;
  }): { kind: 'captured'; bytes: number } | { kind: 'notCaptured'; message: string };
  deleteContainerGroup(input: { group: string }): { kind: 'gone' | 'deleting' };
  /** Marks a failed group to be left alone until then; the sweep deletes it afterwards. */
  keepContainerGroup(input: { group: string; until: string }): { kind: 'kept' };
  /** What the build container left about its end, when its callback did not arrive. */
  readBuildReport(input: { site: string; runId: string }): { report?: BuildReport };

  /** Makes this run the only one that may change the live files of its site. */
  claimPromotion(input: {
    site: string;
    runId: string;
    release: string;
    commit: string;
    requestedAt: string;
  }): { kind: 'claimed' } | { kind: 'busy'; runId: string } | { kind: 'superseded'; by: string } | Cancelled;
  /** Compares the release with what is live and stores the plan beside the run. */
  planPromotion(input: {
    site: string;
    runId: string;
  }):
    | { kind: 'planned'; assetChunks: number; pageChunks: number; changed: number }
    | { kind: 'refused'; message: string };
  /** Copies one chunk of the plan. Never throws: it is one branch of a fan-out. */
  applyPromotionChunk(input: {
    site: string;
    runId: string;
    part: 'assets' | 'pages';
    chunk: number;
  }): { kind: 'applied' } | { kind: 'failed'; message: string };
  /** Deletes the pages that are no more, moves the live pointer and ends the claim. */
  completePromotion(input: { site: string; runId: string }): { kind: 'live' };
  /** Gives the claim back without having changed a live file. */
  abandonPromotion(input: { site: string; runId: string }): { kind: 'abandoned' };
  purgeCdn(input: { site: string; runId: string; waitSeconds: number }): PurgeOutcome;
  /** Fetches the public URL and compares the page with the release. */
  checkLive(input: {
    site: string;
    release: string;
  }): { kind: 'confirmed' } | { kind: 'notYet'; message: string };

  listContainerGroups(input: Record<string, never>): { groups: TaggedContainerGroup[] };
  getRunStates(input: { ids: string[] }): { states: Record<string, RunState> };
  /** Deletes the files of every site whose grace has passed. */
  deleteExpiredFiles(input: Record<string, never>): { deleted: number };
};

export type ActivityName = keyof Activities;
export type ActivityInput<Name extends ActivityName> = Parameters<Activities[Name]>[0];
export type ActivityResult<Name extends ActivityName> = ReturnType<Activities[Name]>;

/** The functions that implement the contract, with what they need of their surroundings bound already. */
export type ActivityHandlers = {
  [Name in ActivityName]: (input: ActivityInput<Name>, runs: RunLookup) => Promise<ActivityResult<Name>>;
};

/** Looks up durable runs; handed to each call, because the durable client belongs to an invocation. */
export type RunLookup = { stateOf(runId: string): Promise<RunState> };

export const activityNames = [
  'getSite',
  'fetchCommit',
  'reportCommitStatus',
  'createContainerGroup',
  'getContainerState',
  'captureLogs',
  'deleteContainerGroup',
  'keepContainerGroup',
  'readBuildReport',
  'claimPromotion',
  'planPromotion',
  'applyPromotionChunk',
  'completePromotion',
  'abandonPromotion',
  'purgeCdn',
  'checkLive',
  'listContainerGroups',
  'getRunStates',
  'deleteExpiredFiles',
] as const satisfies readonly ActivityName[];

/** Fails to compile when a name of the contract is missing in the list above. */
export type EveryActivityIsNamed =
  Exclude<ActivityName, (typeof activityNames)[number]> extends never ? true : never;
export const everyActivityIsNamed: EveryActivityIsNamed = true;
