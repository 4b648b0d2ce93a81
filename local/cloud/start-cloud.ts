import { fileURLToPath } from 'node:url';
import { blobReleases } from '../../lib/azure/blob-releases.ts';
import { storageAccount } from '../../lib/azure/storage-account.ts';
import type { Site } from '../../lib/catalog.ts';
import { Secret } from '../../lib/secret.ts';
import { startArm } from '../arm/index.ts';
import { systemClock } from '../clock.ts';
import { startDurableEngine } from '../durable/index.ts';
import { startEdge } from '../edge/start-edge.ts';
import { startFunctionsHost } from '../functions/index.ts';
import { writeDeliverySettings } from '../github/delivery-settings.ts';
import { startGithubApi } from '../github/start-github-api.ts';
import { startStorage } from '../storage/start-storage.ts';
import { appSettings } from './app-settings.ts';
import type { CloudEventSink, CloudPart } from './cloud-event.ts';
import type { DataFolder } from './data-folder.ts';
import { imageTable } from './image-table.ts';
import { openLocalCatalog } from './local-catalog.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import type { LogFile } from './log-file.ts';
import { explainPort, type Ports } from './ports.ts';
import { gitRewrites, type LocalRepository, localRepositories } from './site-repositories.ts';

export type CloudOptions = {
  ports: Ports;
  folder: DataFolder;
  /** The catalog as the person wrote it. */
  catalogFile: string;
  log: LogFile;
};

export type Cloud = {
  /** The Functions host. */
  origin: string;
  sites: readonly Site[];
  repositories: readonly LocalRepository[];
  /** Where pushes are delivered; see DeliverySettings. */
  deliverySettingsFile: string;
  /** The commit whose release is live; undefined when none is. */
  liveCommit(site: string): Promise<string | undefined>;
  /** Ends all parts, the containers with them; what is unfinished goes on at the next start. */
  stop(): Promise<void>;
};

/** Nobody waits for a node or a pull that is not there; the states are gone through all the same. */
const timings = { nodeAssignedMs: 2, pullMs: 2, startMs: 2 };

/** The root of the built app: the folder that holds package.json and host.json. */
const appDirectory = fileURLToPath(new URL('../../../', import.meta.url));

/** Starts every part of the local cloud and the app on it; what was started is stopped again when a later part fails. */
export async function startCloud(options: CloudOptions, tell: CloudEventSink): Promise<Cloud> {
  const { ports, folder, log } = options;
  const clock = systemClock;
  const parts: Array<{ stop(): Promise<void> }> = [];
  const stop = async (): Promise<void> => {
    // The host goes first, so that nothing new is asked of the others.
    for (const part of parts.reverse()) await part.stop();
  };

  /** Starts one part, tells how long it took, and explains a port that is taken. */
  const starting = async <Part extends { stop(): Promise<void> }>(
    name: CloudPart,
    port: number,
    describe: (part: Part) => { url: string; detail: string },
    start: () => Promise<Part>,
  ): Promise<Part> => {
    const begun = performance.now();
    const part = await start().catch((error) => {
      throw explainPort(error, name, port);
    });
    parts.push(part);
    tell({
      kind: 'partStarted',
      part: name,
      ...describe(part),
      seconds: (performance.now() - begun) / 1_000,
    });
    return part;
  };

  try {
    const catalog = await openLocalCatalog(options.catalogFile, folder.path('catalog.json'), ports.edge);
    parts.push({ stop: async () => catalog.stop() });
    const sites = catalog.sites();
    const deliverySettingsFile = folder.path('deliveries.json');
    const repositories = await localRepositories(sites, {
      directory: folder.path('git'),
      settingsFile: deliverySettingsFile,
    });

    const storage = await starting(
      'storage',
      ports.storage,
      ({ origin }) => ({ url: origin, detail: 'Azurite' }),
      () =>
        startStorage({ port: ports.storage, directory: folder.path('storage'), log: log.line('storage') }),
    );
    const edge = await starting(
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
    const github = await starting(
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
    const arm = await starting(
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

    Object.assign(
      process.env,
      appSettings({
        functionsPort: ports.functions,
        storageConnectionString: storage.connectionString,
        armOrigin: arm.origin,
        githubOrigin: github.origin,
        catalogFile: catalog.file,
        secrets: folder.secrets,
      }),
    );
    await writeDeliverySettings(deliverySettingsFile, {
      webhookUrl: `http://127.0.0.1:${ports.functions}/api/webhooks/github`,
      secret: folder.secrets.githubWebhook,
    });
    const host = await starting(
      'functions',
      ports.functions,
      ({ origin, functions }) => ({ url: origin, detail: `${functions.length} functions` }),
      () =>
        startFunctionsHost({
          app: { directory: appDirectory },
          port: ports.functions,
          clock,
          dataDirectory: folder.path('functions'),
          log: log.functions,
          durable: (functions, { hubName, connectionName, durableTask }) =>
            startDurableEngine({
              file: folder.path('durable.db'),
              clock,
              functions,
              hubName,
              connectionName,
              settings: durableTask,
              log: log.durable,
            }),
        }),
    );
    if (host.loadError) throw new LocalCloudError(`The app could not be loaded: ${causeOf(host.loadError)}`);
    const releases = blobReleases(
      storageAccount({ connectionString: new Secret(storage.connectionString) }),
      {
        now: () => new Date(clock.now()),
      },
    );
    return {
      origin: host.origin,
      sites,
      repositories,
      deliverySettingsFile,
      liveCommit: async (site) => (await releases.readSiteState(site)).state.live?.commit,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
