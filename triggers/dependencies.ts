import type { InvocationContext } from '@azure/functions';
import type { CatalogStore } from '../lib/catalog/catalog-store.ts';
import type { Config } from '../lib/config.ts';
import type { Allocator } from '../lib/fleets/allocator.ts';
import type { GitProviders } from '../lib/git/git-providers.ts';
import type { KubeWorkloads } from '../lib/kubernetes/kube-workloads.ts';
import type { CallbackTokens } from '../lib/ports/callback-tokens.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { ContainerOperations } from '../lib/ports/container-operations.ts';
import type { Containers } from '../lib/ports/containers.ts';
import type { CreationBudget } from '../lib/ports/creation-budget.ts';
import type { Deliveries } from '../lib/ports/deliveries.ts';
import type { FleetDefinitions } from '../lib/ports/fleet-definitions.ts';
import type { FleetSessions } from '../lib/ports/fleet-sessions.ts';
import type { FleetMemories, FleetServers, ServerBeats } from '../lib/ports/fleets.ts';
import type { IdempotencyKeys } from '../lib/ports/idempotency-keys.ts';
import type { KubeObjects } from '../lib/ports/kube-objects.ts';
import type { Lanes } from '../lib/ports/lanes.ts';
import type { Metrics } from '../lib/ports/metrics.ts';
import type { RejectedEvents } from '../lib/ports/rejected-events.ts';
import type { Releases } from '../lib/ports/releases.ts';
import type { Repositories } from '../lib/ports/repositories.ts';
import type { RunDocuments } from '../lib/ports/run-documents.ts';
import type { RunIndex } from '../lib/ports/run-index.ts';
import type { Runs } from '../lib/ports/runs.ts';
import type { ScheduleNotes } from '../lib/ports/schedule-notes.ts';
import type { Secrets } from '../lib/ports/secrets.ts';
import type { StoredFleets } from '../lib/ports/stored-fleets.ts';
import type { Targets } from '../lib/ports/targets.ts';
import type { Tracing } from '../lib/ports/tracing.ts';

/** Everything outside that triggers act on. */
export type TriggerDependencies = {
  settings: Pick<
    Config,
    | 'access'
    | 'publicUrl'
    | 'hub'
    | 'listPrices'
    | 'locations'
    | 'maxGroups'
    | 'creationRates'
    | 'kubeGatewayUrl'
    | 'sweepSchedule'
    | 'cleanUpSchedule'
    | 'retention'
    | 'resourceGroup'
    | 'api2018'
  >;
  budget: CreationBudget;
  catalogs: CatalogStore;
  clock: Clock;
  containerOperations: ContainerOperations;
  containers: Pick<Containers, 'list' | 'count' | 'readLog'>;
  deliveries: Deliveries;
  documents: RunDocuments;
  allocator: Allocator;
  fleetDefinitions: FleetDefinitions;
  fleetMemories: FleetMemories;
  fleetServers: FleetServers;
  fleetSessions: FleetSessions;
  git: GitProviders;
  releases: Pick<Releases, 'grant'>;
  idempotencyKeys: IdempotencyKeys;
  kubernetes: {
    objects: KubeObjects;
    workloads: KubeWorkloads;
    /** Whether a token, or none, opens this app. */
    hasAccess(token: string | undefined): Promise<boolean>;
  };
  /** The queues to which jobs listen. */
  jobQueues: readonly string[];
  lanes: Lanes;
  metrics: Metrics;
  rejectedEvents: RejectedEvents;
  repositories: Repositories;
  runIndex: RunIndex;
  scheduleNotes: ScheduleNotes;
  secrets: Secrets;
  serverBeats: ServerBeats;
  storedFleets: StoredFleets;
  targets: Pick<Targets, 'read'>;
  tokens: CallbackTokens;
  tracing: Tracing;
  /** Resolves when the storage takes a write. */
  checkStorage(): Promise<void>;
  /** The runs of the invocation's own durable client. */
  runsOf(context: InvocationContext, traceparent?: string): Runs;
  /** A new random id for a request that names none. */
  newId(): string;
  /** For answers that go on while something happens. */
  pause(ms: number): Promise<void>;
  /** Of the app. */
  version: string;
};
