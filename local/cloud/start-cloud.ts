import { fileURLToPath } from 'node:url';
import { startGateway } from '../../kube-gateway/start-gateway.ts';
import { blobTargets } from '../../lib/azure/blob-targets.ts';
import { storageAccount } from '../../lib/azure/storage-account.ts';
import { Secret } from '../../lib/secret.ts';
import { systemClock } from '../clock.ts';
import { startDurableEngine } from '../durable/index.ts';
import { startFunctionsHost } from '../functions/index.ts';
import { chooseRuntime, type RuntimeChoice } from './choose-runtime.ts';
import type { CloudEventSink } from './cloud-event.ts';
import { CloudParts } from './cloud-parts.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import type { LogFile } from './log-file.ts';
import { type Surroundings, type SurroundingsOptions, startSurroundings } from './start-surroundings.ts';

export type CloudOptions = Omit<SurroundingsOptions, 'storage' | 'containers'> & {
  containers: RuntimeChoice;
  log: LogFile;
};

export type Cloud = Pick<
  Surroundings,
  | 'sites'
  | 'jobs'
  | 'fleets'
  | 'repositories'
  | 'problems'
  | 'deliverySettingsFile'
  | 'onCatalogChange'
  | 'storageConnectionString'
> & {
  /** The Functions host. */
  origin: string;
  /** Whether a release of the site was ever made live. */
  isLive(site: string): Promise<boolean>;
  /** Ends all parts, the containers with them; what is unfinished goes on at the next start. */
  stop(): Promise<void>;
};

/** The root of the built app: the folder that holds package.json and host.json. */
const appDirectory = fileURLToPath(new URL('../../../', import.meta.url));

/** Starts every part of the local cloud and the app on it; what was started is stopped again when a later part fails. */
export async function startCloud(options: CloudOptions, tell: CloudEventSink): Promise<Cloud> {
  const { ports, folder, log } = options;
  const clock = systemClock;
  const parts = new CloudParts(tell);
  try {
    const containers = await chooseRuntime(options.containers, tell);
    const surroundings = await startSurroundings({ ...options, containers }, parts);
    Object.assign(process.env, surroundings.settings);
    // The host is last to start and first to stop, so that nothing new is asked of the others.
    const host = await parts.start(
      'functions',
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
    if (host.startError) throw new LocalCloudError(`The app cannot be served: ${causeOf(host.startError)}`);
    await parts.start(
      'kubernetes',
      ({ origin }) => ({ url: `${origin}/api/k8s/kubeconfig`, detail: 'for kubectl' }),
      () => startGateway({ appUrl: host.origin, port: ports.kubernetes }),
    );
    const targets = blobTargets(
      storageAccount({ connectionString: new Secret(surroundings.storageConnectionString) }),
    );
    return {
      origin: host.origin,
      get sites() {
        return surroundings.sites;
      },
      get jobs() {
        return surroundings.jobs;
      },
      get fleets() {
        return surroundings.fleets;
      },
      storageConnectionString: surroundings.storageConnectionString,
      get repositories() {
        return surroundings.repositories;
      },
      get problems() {
        return surroundings.problems;
      },
      deliverySettingsFile: surroundings.deliverySettingsFile,
      onCatalogChange: surroundings.onCatalogChange,
      isLive: async (site) => (await targets.read({ site, lane: 'production' })).state.live !== undefined,
      stop: () => parts.stop(),
    };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
