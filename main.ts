/** The composition root: settings, then clients, then registrations. The Functions host loads the build of this file. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { azureAdapters } from './lib/azure/azure-adapters.ts';
import { azureCredential } from './lib/azure/azure-credential.ts';
import { callbackTokens } from './lib/callback-tokens.ts';
import { catalogStore } from './lib/catalog/catalog-store.ts';
import { fileCatalogSource } from './lib/catalog/file-catalog-source.ts';
import { fleetDefinitions as definitionsOf } from './lib/catalog/fleets/fleet-definitions.ts';
import { queuesOfJobs } from './lib/catalog/queues-of-jobs.ts';
import { loadConfig } from './lib/config.ts';
import { runsOf } from './lib/durable/runs.ts';
import { allocator as allocatorOf } from './lib/fleets/allocator.ts';
import { gameQueries } from './lib/games/game-queries.ts';
import { serverCalls } from './lib/games/server-calls.ts';
import { commitsAt, gitProviders } from './lib/git/git-providers.ts';
import { functionKeyAccess } from './lib/http/function-key-access.ts';
import { liveSites } from './lib/http/live-sites.ts';
import { sealedSecrets } from './lib/kubernetes/sealed-secrets.ts';
import { containerWorkloads } from './lib/kubernetes/workloads/container-workloads.ts';
import type { Clock } from './lib/ports/clock.ts';
import { settingSecrets } from './lib/setting-secrets.ts';
import { startTelemetry } from './lib/telemetry/start-telemetry.ts';
import { registerApp } from './registrations.ts';

const config = loadConfig(process.env);
for (const warning of config.warnings) console.warn(`Setting ${warning}.`);
const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const clock: Clock = { now: () => new Date() };
/** The folder of package.json and host.json, above the build. */
const rootDirectory = fileURLToPath(new URL('..', import.meta.url));

const telemetry = await startTelemetry(config.telemetry, {
  name: config.hub,
  version,
  identity: azureCredential(),
});
const { metrics, tracing } = telemetry;

const azure = azureAdapters(config, clock);
const catalogs = catalogStore({
  source: config.catalog.startsWith('blob:')
    ? azure.catalogSource(config.catalog)
    : fileCatalogSource(rootDirectory, config.catalog),
  keeper: azure.catalogKeeper(config.catalog),
  clock,
  locations: config.locations,
  log: (line) => console.warn(line),
});
const fleetDefinitions = definitionsOf({
  catalogs,
  stored: azure.storedFleets,
  memories: azure.fleetMemories,
  locations: config.locations,
});
const secrets = settingSecrets(config);
const git = gitProviders(config, secrets);
const commits = commitsAt(git);
const tokens = callbackTokens(config.callbackSecret, clock);
const kubeObjects = sealedSecrets(azure.kubeObjects, config.callbackSecret);
const pause = (ms: number): Promise<void> => setTimeout(ms);
const allocator = allocatorOf({ ...azure, clock, fleetDefinitions, pause });
const jobQueues = await queuesOfJobs(catalogs, (line) => console.warn(line));

registerApp(
  {
    ...azure,
    allocator,
    catalogs,
    clock,
    commits,
    commitStatuses: commits,
    fleetDefinitions,
    gameQueries: gameQueries(),
    kubeObjects,
    liveSites: liveSites(),
    metrics,
    secrets,
    serverCalls: serverCalls(azure.containerOperations),
    settings: config,
    tokens,
  },
  {
    ...azure,
    allocator,
    catalogs,
    clock,
    fleetDefinitions,
    git,
    jobQueues,
    kubernetes: {
      objects: kubeObjects,
      workloads: containerWorkloads({
        ...azure,
        objects: kubeObjects,
        clock,
        pause,
        readTimedLog: (group, container) =>
          azure.containerOperations.readLog(group, container, { timestamps: true }),
        connections: azure.containerOperations,
        settings: config,
      }),
      hasAccess: functionKeyAccess(config.publicUrl, clock),
    },
    metrics,
    newId: randomUUID,
    pause,
    runsOf: (context, traceparent) => runsOf(context, tracing, traceparent),
    secrets,
    settings: config,
    tokens,
    tracing,
    version,
  },
  telemetry,
);
