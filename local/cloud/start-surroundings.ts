import { QueueServiceClient } from '@azure/storage-queue';
import type { JobTrigger } from '../../contract/jobs.ts';
import type { Site } from '../../contract/sites.ts';
import { queuesIn } from '../../lib/catalog/queues-of-jobs.ts';
import { startArm } from '../arm/index.ts';
import { systemClock } from '../clock.ts';
import { startEdge } from '../edge/start-edge.ts';
import { BlobEvents } from '../event-grid/blob-events.ts';
import { groupEvents } from '../event-grid/group-events.ts';
import { writeDeliverySettings } from '../github/delivery-settings.ts';
import { startGithubApi } from '../github/start-github-api.ts';
import { startFiles } from '../storage/files/start-files.ts';
import type { BlobWritten } from '../storage/on-blob-written.ts';
import { type StorageAccount, startStorageAccount } from '../storage/start-storage-account.ts';
import { appSettings, rateLimits } from './app-settings.ts';
import { asProcesses, type ChosenRuntime } from './choose-runtime.ts';
import type { CloudParts } from './cloud-parts.ts';
import type { DataFolder } from './data-folder.ts';
import { followImageTable, gitEnvironment } from './image-table.ts';
import { openLocalCatalog } from './local-catalog.ts';
import type { LogFile } from './log-file.ts';
import type { Ports } from './port-names.ts';
import { gitOverHttp, gitRewrites, type LocalRepository, localRepositories } from './site-repositories.ts';

export type SurroundingsOptions = {
  ports: Ports;
  folder: DataFolder;
  /** The catalog as the person wrote it. */
  catalogFile: string;
  log: Pick<LogFile, 'line'>;
  /** Where containers run; as processes when left out. */
  containers?: ChosenRuntime;
  /** A storage account that runs already; without it one is started, and kept in the data folder. */
  storage?: { connectionString: string };
};

export type Surroundings = {
  /** What the app must be told of them: its environment variables. */
  settings: Record<string, string>;
  storageConnectionString: string;
  /** Of the catalog as it is now; so are the next three. */
  readonly sites: readonly Site[];
  /** Names. */
  readonly jobs: string[];
  readonly fleets: string[];
  readonly repositories: readonly LocalRepository[];
  /** Why sites cannot be published here; see LocalRepositories. */
  readonly problems: readonly string[];
  /** Calls back when the catalog has changed and the repositories of its sites are there; or with why it cannot be used. */
  onCatalogChange(changed: (problem?: string) => void): void;
  /** Where pushes are delivered; see DeliverySettings. */
  deliverySettingsFile: string;
};

/** Nobody waits for a node or a pull that is not there; the states are gone through all the same. */
const timings = { nodeAssignedMs: 0, pullMs: 0, startMs: 0 };

/** Starts everything that the app finds around it on Azure: storage, CDN, git and containers. What was started is in `parts`. */
export async function startSurroundings(
  options: SurroundingsOptions,
  parts: CloudParts,
): Promise<Surroundings> {
  const { ports, folder, catalogFile, log, containers = asProcesses() } = options;
  const clock = systemClock;
  const catalog = await openLocalCatalog({
    source: catalogFile,
    copy: folder.path('catalog.json'),
    aliases: folder.path('git', 'like-named'),
    edgePort: ports.edge,
  });
  parts.add({ stop: async () => catalog.stop() });
  const deliverySettingsFile = folder.path('deliveries.json');
  const findRepositories = () =>
    localRepositories(catalog.sites(), {
      directory: folder.path('git'),
      settingsFile: deliverySettingsFile,
    });
  let local = await findRepositories();

  const eventGrid = `http://127.0.0.1:${ports.functions}/runtime/webhooks/eventgrid?functionName=`;
  let events: BlobEvents | undefined;
  const storage = options.storage ?? (await startAccount(options, parts, (blob) => events?.written(blob)));
  events = new BlobEvents({
    clock,
    connectionString: storage.connectionString,
    directory: folder.path('blob-events'),
    webhook: `${eventGrid}jobGridEvents`,
    containers: () => new Set(catalog.jobs().flatMap(({ triggers }) => triggers.flatMap(containerOf))),
    log: log.line('storage'),
  });
  parts.add({ stop: async () => events?.stop() });
  const ofGroups = groupEvents({
    clock,
    directory: folder.path('group-events'),
    webhook: `${eventGrid}containerGroupEvents`,
    log: log.line('containers'),
  });
  parts.add({ stop: async () => ofGroups.stop() });
  await makeQueues(storage.connectionString, queuesIn(catalog.jobs()));
  const edge = await parts.start(
    'cdn',
    ({ port }) => ({ url: `http://*.localhost:${port}`, detail: 'static websites behind a cache' }),
    () =>
      startEdge({
        port: ports.edge,
        clock,
        sites: async () => catalog.sites(),
        storage,
        log: log.line('cdn'),
      }),
  );
  const github = await parts.start(
    'git',
    ({ origin }) => ({
      url: origin,
      detail: `${local.repositories.length === 1 ? '1 repository' : `${local.repositories.length} repositories`}`,
    }),
    () =>
      startGithubApi({
        port: ports.github,
        repositories: () => local.repositories,
        log: log.line('git'),
      }),
  );
  const sharesDirectory = folder.path('shares');
  const files = await parts.start(
    'files',
    ({ origin }) => ({ url: origin, detail: 'Azure Files: shares as folders' }),
    () => startFiles({ port: ports.files, directory: sharesDirectory, log: log.line('files') }),
  );
  const images = followImageTable(
    folder.path('images.json'),
    // New samples are fetched by URLs of their own.
    () => gitRewrites(local.repositories),
    (message) => log.line('containers')(`warning: ${message}`),
  );
  const arm = await parts.start(
    'containers',
    ({ origin }) => ({ url: origin, detail: `ARM, ${containers.detail}` }),
    () =>
      startArm({
        port: ports.arm,
        file: folder.path('arm.db'),
        clock,
        workDirectory: folder.path('containers'),
        sharesDirectory,
        gitEnvironment: () => gitEnvironment(gitRewrites(local.repositories)),
        runtime: containers.runtime({
          images,
          hostPorts: Object.values(ports),
          gitRewrites: () => gitOverHttp(local.repositories, github.origin),
        }),
        timings,
        rateLimits,
        onPurge: (purge) => void edge.purge(purge),
        onGroupChange: (change) => ofGroups.changed(change),
        log: (level, message) => log.line('containers')(`${level}: ${message}`),
      }),
  );

  await writeDeliverySettings(deliverySettingsFile, {
    webhookUrl: `http://127.0.0.1:${ports.functions}/api/webhooks/github`,
    secret: folder.secrets.githubWebhook,
  });
  const storageConnectionString = `${storage.connectionString};${files.endpoint}`;
  const settings = appSettings({
    functionsPort: ports.functions,
    kubernetesPort: ports.kubernetes,
    storageConnectionString,
    armOrigin: arm.origin,
    filesOrigin: files.origin,
    githubOrigin: github.origin,
    catalogFile: catalog.file,
    secrets: folder.secrets,
  });
  return {
    settings,
    storageConnectionString,
    get sites() {
      return catalog.sites();
    },
    get jobs() {
      return catalog.jobs().map(({ name }) => name);
    },
    get fleets() {
      return catalog.fleets();
    },
    get repositories() {
      return local.repositories;
    },
    get problems() {
      return local.problems;
    },
    deliverySettingsFile,
    onCatalogChange(changed) {
      const update = async (): Promise<void> => {
        local = await findRepositories();
      };
      catalog.onChange((problem) => {
        if (problem) changed(problem);
        else
          update().then(
            () => changed(),
            (error: Error) => changed(error.message),
          );
      });
    },
  };
}

/** A trigger does not make its queue; in Azure the infrastructure does. */
async function makeQueues(connectionString: string, queues: readonly string[]): Promise<void> {
  const service = QueueServiceClient.fromConnectionString(connectionString);
  for (const queue of queues) await service.getQueueClient(queue).createIfNotExists();
}

function containerOf(trigger: JobTrigger): string[] {
  return trigger.kind === 'blob' ? [trigger.container] : [];
}

function startAccount(
  { ports, folder, log }: SurroundingsOptions,
  parts: CloudParts,
  onBlobWritten: (blob: BlobWritten) => void,
): Promise<StorageAccount> {
  return parts.start(
    'storage',
    ({ blob }) => ({ url: blob.origin, detail: 'Azurite: blobs, queues and tables' }),
    () =>
      startStorageAccount({
        ports: { blob: ports.storage, queue: ports.queues, table: ports.tables },
        directory: folder.path('storage'),
        log: log.line('storage'),
        onBlobWritten,
      }),
  );
}
