import type { CreationRates } from '../contract/creation-budget.ts';
import type { ListPrices } from '../contract/jobs.ts';
import type { Allocator } from '../lib/fleets/allocator.ts';
import type { CallbackTokens } from '../lib/ports/callback-tokens.ts';
import type { Catalogs } from '../lib/ports/catalogs.ts';
import type { Cdn } from '../lib/ports/cdn.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { CommitStatuses } from '../lib/ports/commit-statuses.ts';
import type { Commits } from '../lib/ports/commits.ts';
import type { Containers } from '../lib/ports/containers.ts';
import type { CreationBudget } from '../lib/ports/creation-budget.ts';
import type { FileShares } from '../lib/ports/file-shares.ts';
import type { FleetDefinitions } from '../lib/ports/fleet-definitions.ts';
import type { FleetSessions } from '../lib/ports/fleet-sessions.ts';
import type { FleetMemories, FleetServers, ServerBeats } from '../lib/ports/fleets.ts';
import type { GameQueries } from '../lib/ports/game-queries.ts';
import type { KeepingNotes } from '../lib/ports/keeping-notes.ts';
import type { KubeObjects } from '../lib/ports/kube-objects.ts';
import type { Lanes } from '../lib/ports/lanes.ts';
import type { LiveSites } from '../lib/ports/live-sites.ts';
import type { Metrics } from '../lib/ports/metrics.ts';
import type { PromotionPlans } from '../lib/ports/promotion-plans.ts';
import type { Releases } from '../lib/ports/releases.ts';
import type { RunDocuments } from '../lib/ports/run-documents.ts';
import type { RunIndex } from '../lib/ports/run-index.ts';
import type { Secrets } from '../lib/ports/secrets.ts';
import type { ServerCalls } from '../lib/ports/server-calls.ts';
import type { StoredFleets } from '../lib/ports/stored-fleets.ts';
import type { StoredItems } from '../lib/ports/stored-items.ts';
import type { Targets } from '../lib/ports/targets.ts';

/** Everything outside that activities act on. */
export type ActivityDependencies = {
  budget: CreationBudget;
  catalogs: Catalogs;
  cdn: Cdn;
  clock: Clock;
  commits: Commits;
  commitStatuses: CommitStatuses;
  containers: Containers;
  documents: RunDocuments;
  fileShares: FileShares;
  allocator: Pick<Allocator, 'seatWaiting' | 'releaseExpired'>;
  fleetDefinitions: FleetDefinitions;
  fleetMemories: FleetMemories;
  fleetServers: FleetServers;
  fleetSessions: FleetSessions;
  gameQueries: GameQueries;
  keepingNotes: KeepingNotes;
  kubeObjects: KubeObjects;
  lanes: Lanes;
  liveSites: LiveSites;
  metrics: Metrics;
  plans: PromotionPlans;
  releases: Releases;
  runIndex: RunIndex;
  secrets: Secrets;
  serverBeats: ServerBeats;
  serverCalls: ServerCalls;
  storedFleets: StoredFleets;
  storedItems: StoredItems;
  targets: Targets;
  tokens: CallbackTokens;
  settings: {
    /** The origin under which containers and people reach the app. */
    publicUrl: string;
    /** Marks the container groups of this app. */
    hub: string;
    /** How often the heads of branches are compared with what was published. */
    headsMinutes: number;
    hugoImage: string;
    locations: string[];
    resourceGroup: string;
    /** Whether servers of fleets get the variables of the Build 2018 sample, too. */
    api2018: boolean;
    /** The most container groups of this app in one region. */
    maxGroups: number;
    creationRates: CreationRates;
    listPrices: ListPrices;
  };
};
