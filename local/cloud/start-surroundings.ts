import type { Site } from '../../contract/sites.ts';
import { startArm } from '../arm/index.ts';
import { systemClock } from '../clock.ts';
import { startEdge } from '../edge/start-edge.ts';
import { writeDeliverySettings } from '../github/delivery-settings.ts';
import { startGithubApi } from '../github/start-github-api.ts';
import { type Storage, startStorage } from '../storage/start-storage.ts';
import { appSettings } from './app-settings.ts';
import type { CloudParts } from './cloud-parts.ts';
import type { DataFolder } from './data-folder.ts';
import { imageTable } from './image-table.ts';
import { openLocalCatalog } from './local-catalog.ts';
import type { LogFile } from './log-file.ts';
import type { Ports } from './ports.ts';
import { gitRewrites, type LocalRepository, localRepositories } from './site-repositories.ts';

export type SurroundingsOptions = {
  ports: Ports;
  folder: DataFolder;
  /** The catalog as the person wrote it. */
  catalogFile: string;
  log: Pick<LogFile, 'line'>;
  /** A storage account that runs already; without it the blobs are kept in the data folder. */
  storage?: { connectionString: string };
};

export type Surroundings = {
  /** What the app must be told of them: its environment variables. */
  settings: Record<string, string>;
  storageConnectionString: string;
  sites: readonly Site[];
  repositories: readonly LocalRepository[];
  /** Where pushes are delivered; see DeliverySettings. */
  deliverySettingsFile: string;
};

/** Nobody waits for a node or a pull that is not there; the states are gone through all the same. */
const timings = { nodeAssignedMs: 2, pullMs: 2, startMs: 2 };

/** Starts everything that the app finds around it on Azure: storage, CDN, git and containers. What was started is in `parts`. */
export async function startSurroundings(
  options: SurroundingsOptions,
  parts: CloudParts,
): Promise<Surroundings> {
  const { ports, folder, catalogFile, log } = options;
  const clock = systemClock;
  const catalog = await openLocalCatalog(catalogFile, folder.path('catalog.json'), ports.edge);
  parts.add({ stop: async () => catalog.stop() });
  const sites = catalog.sites();
  const deliverySettingsFile = folder.path('deliveries.json');
  const repositories = await localRepositories(sites, {
    directory: folder.path('git'),
    settingsFile: deliverySettingsFile,
  });

  const storage = options.storage ?? (await startBlobs(options, parts));
  const edge = await parts.start(
    'cdn',
    ports.edge,
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
    ports.github,
    ({ origin }) => ({ url: origin, detail: `${repositories.length} repositories` }),
    () =>
      startGithubApi({
        port: ports.github,
        repositories: Object.fromEntries(repositories.map(({ fullName, bare }) => [fullName, bare])),
        log: log.line('git'),
      }),
  );
  const arm = await parts.start(
    'containers',
    ports.arm,
    ({ origin }) => ({ url: origin, detail: 'ARM, containers as processes' }),
    () =>
      startArm({
        port: ports.arm,
        file: folder.path('arm.db'),
        clock,
        workDirectory: folder.path('containers'),
        images: imageTable(folder.path('images.json'), gitRewrites(repositories)),
        timings,
        onPurge: (purge) => void edge.purge(purge),
        log: (level, message) => log.line('containers')(`${level}: ${message}`),
      }),
  );

  await writeDeliverySettings(deliverySettingsFile, {
    webhookUrl: `http://127.0.0.1:${ports.functions}/api/webhooks/github`,
    secret: folder.secrets.githubWebhook,
  });
  const settings = appSettings({
    functionsPort: ports.functions,
    storageConnectionString: storage.connectionString,
    armOrigin: arm.origin,
    githubOrigin: github.origin,
    catalogFile: catalog.file,
    secrets: folder.secrets,
  });
  const { connectionString: storageConnectionString } = storage;
  return { settings, storageConnectionString, sites, repositories, deliverySettingsFile };
}

function startBlobs({ ports, folder, log }: SurroundingsOptions, parts: CloudParts): Promise<Storage> {
  return parts.start(
    'storage',
    ports.storage,
    ({ origin }) => ({ url: origin, detail: 'Azurite' }),
    () => startStorage({ port: ports.storage, directory: folder.path('storage'), log: log.line('storage') }),
  );
}
