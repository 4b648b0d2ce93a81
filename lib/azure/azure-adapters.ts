import type { Config } from '../config.ts';
import type { CatalogKeeper, CatalogSource } from '../ports/catalogs.ts';
import type { Cdn } from '../ports/cdn.ts';
import type { Clock } from '../ports/clock.ts';
import type { ContainerOperations } from '../ports/container-operations.ts';
import type { Containers } from '../ports/containers.ts';
import type { CreationBudget } from '../ports/creation-budget.ts';
import type { Deliveries } from '../ports/deliveries.ts';
import type { FileShares } from '../ports/file-shares.ts';
import type { FleetSessions } from '../ports/fleet-sessions.ts';
import type { FleetMemories, FleetServers, ServerBeats } from '../ports/fleets.ts';
import type { IdempotencyKeys } from '../ports/idempotency-keys.ts';
import type { KeepingNotes } from '../ports/keeping-notes.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';
import type { Lanes } from '../ports/lanes.ts';
import type { PromotionPlans } from '../ports/promotion-plans.ts';
import type { RejectedEvents } from '../ports/rejected-events.ts';
import type { Releases } from '../ports/releases.ts';
import type { Repositories } from '../ports/repositories.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { ScheduleNotes } from '../ports/schedule-notes.ts';
import type { StoredFleets } from '../ports/stored-fleets.ts';
import type { StoredItems } from '../ports/stored-items.ts';
import type { Targets } from '../ports/targets.ts';
import { type ArmOptions, armClients } from './arm-clients.ts';
import { azureCdn } from './azure-cdn.ts';
import { azureContainerOperations } from './azure-container-operations.ts';
import { azureContainers } from './azure-containers.ts';
import { azureFileShares } from './azure-file-shares.ts';
import { blobCatalogKeeper } from './blob-catalog-keeper.ts';
import { blobCatalogSource } from './blob-catalog-source.ts';
import { blobCreationBudget } from './blob-creation-budget.ts';
import { blobDeliveries } from './blob-deliveries.ts';
import { blobIdempotencyKeys } from './blob-idempotency-keys.ts';
import { blobKeepingNotes } from './blob-keeping-notes.ts';
import { blobPromotionPlans } from './blob-promotion-plans.ts';
import { blobRejectedEvents } from './blob-rejected-events.ts';
import { blobReleases } from './blob-releases.ts';
import { blobRunDocuments } from './blob-run-documents.ts';
import { blobScheduleNotes } from './blob-schedule-notes.ts';
import { blobStoredItems } from './blob-stored-items.ts';
import { blobTargets } from './blob-targets.ts';
import { storageAccount } from './storage-account.ts';
import { tableAccount } from './table-account.ts';
import { tableFleetMemories } from './table-fleet-memories.ts';
import { tableFleetServers } from './table-fleet-servers.ts';
import { tableFleetSessions } from './table-fleet-sessions.ts';
import { tableKubeObjects } from './table-kube-objects.ts';
import { tableLanes } from './table-lanes.ts';
import { tableRepositories } from './table-repositories.ts';
import { tableRunIndex } from './table-run-index.ts';
import { tableServerBeats } from './table-server-beats.ts';
import { tableStoredFleets } from './table-stored-fleets.ts';

export type AzureAdapters = {
  budget: CreationBudget;
  cdn: Cdn;
  containerOperations: ContainerOperations;
  containers: Containers;
  deliveries: Deliveries;
  documents: RunDocuments;
  fileShares: FileShares;
  fleetMemories: FleetMemories;
  fleetServers: FleetServers;
  fleetSessions: FleetSessions;
  plans: PromotionPlans;
  releases: Releases;
  targets: Targets;
  keepingNotes: KeepingNotes;
  serverBeats: ServerBeats;
  storedFleets: StoredFleets;
  storedItems: StoredItems;
  idempotencyKeys: IdempotencyKeys;
  /** With secrets as they are stored: sealed. */
  kubeObjects: KubeObjects;
  lanes: Lanes;
  rejectedEvents: RejectedEvents;
  repositories: Repositories;
  scheduleNotes: ScheduleNotes;
  runIndex: RunIndex;
  /** The catalog of a reference `blob:CONTAINER/NAME`. */
  catalogSource(reference: string): CatalogSource;
  /** Copies of the catalog of any reference. */
  catalogKeeper(reference: string): CatalogKeeper;
  /** Resolves when the storage takes a write. */
  checkStorage(): Promise<void>;
};

/** Every port that Azure implements. Nothing is connected to before the first call. */
export function azureAdapters(
  config: Pick<Config, 'storage' | 'filesEndpoint' | 'groupDefaults'> & ArmOptions,
  clock: Clock,
): AzureAdapters {
  const arm = armClients(config);
  const account = storageAccount(config.storage);
  const tables = tableAccount(config.storage);
  return {
    budget: blobCreationBudget(account),
    cdn: azureCdn(arm),
    containerOperations: azureContainerOperations(arm, config.groupDefaults),
    containers: azureContainers(arm, config.groupDefaults),
    deliveries: blobDeliveries(account),
    documents: blobRunDocuments(account),
    fileShares: azureFileShares(config.filesEndpoint),
    fleetMemories: tableFleetMemories(tables),
    fleetServers: tableFleetServers(tables),
    fleetSessions: tableFleetSessions(tables),
    plans: blobPromotionPlans(account),
    keepingNotes: blobKeepingNotes(account),
    releases: blobReleases(account, clock),
    serverBeats: tableServerBeats(tables),
    storedFleets: tableStoredFleets(tables),
    storedItems: blobStoredItems(account),
    idempotencyKeys: blobIdempotencyKeys(account),
    kubeObjects: tableKubeObjects(tables),
    lanes: tableLanes(tables),
    rejectedEvents: blobRejectedEvents(account),
    repositories: tableRepositories(tables),
    scheduleNotes: blobScheduleNotes(account),
    runIndex: tableRunIndex(tables),
    catalogKeeper: (reference) => blobCatalogKeeper(account, reference),
    targets: blobTargets(account),
    catalogSource: (reference) => blobCatalogSource(account, reference),
    checkStorage: () => account.check(),
  };
}
