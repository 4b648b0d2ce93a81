import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PurgeQueue } from './cdn/purge-queue.ts';
import { purgeRoutes } from './cdn/purge-routes.ts';
import { ContainerAccess } from './container-groups/container-access.ts';
import { ContainerGroups } from './container-groups/container-groups.ts';
import { containerRoutes } from './container-groups/container-routes.ts';
import { GroupAddresses } from './container-groups/group-addresses.ts';
import { GroupLogs } from './container-groups/group-logs.ts';
import { groupRoutes } from './container-groups/group-routes.ts';
import { type GroupSnapshot, groupSnapshot } from './container-groups/group-snapshot.ts';
import { locationRoutes } from './container-groups/location-routes.ts';
import { DocumentStore } from './document-store.ts';
import { faultRoutes } from './faults/fault-routes.ts';
import { Faults } from './faults/faults.ts';
import { requestFaults } from './faults/request-faults.ts';
import type { GroupRecord } from './group-model/group-record.ts';
import {
  type IdentitySettings,
  identityPath,
  newIdentityHeader,
  tokenRoutes,
} from './identity/token-routes.ts';
import { operationRoutes } from './operations/operation-routes.ts';
import { Operations } from './operations/operations.ts';
import {
  type ArmOptions,
  defaultPurgeSeconds,
  defaultQuotas,
  defaultRateLimits,
  defaultTimings,
} from './options.ts';
import type { ProcessIdentity } from './runtime/container-runtime.ts';
import { createApp } from './server/app.ts';
import { listen } from './server/listen.ts';
import { RateLimiter } from './server/rate-limiter.ts';
import { recordActions } from './server/record-actions.ts';
import { requestChecks, subscriptionCheck } from './server/request-checks.ts';
import { StreamSessions } from './streams/stream-sessions.ts';
import type { VolumePlaces } from './volumes/group-volumes.ts';

export type LocalArm = {
  port: number;
  /** Where it really listens; clients keep https://management.azure.com and only their sockets go here. */
  origin: string;
  /** For IDENTITY_ENDPOINT and IDENTITY_HEADER. */
  identity: IdentitySettings;
  faults: Faults;
  containerGroups(): GroupSnapshot[];
  /** Calls the listener after every change of a container group; returns a function that ends that. */
  onChange(listener: () => void): () => void;
  /** Ends all containers and waits for them, then closes. */
  stop(): Promise<void>;
};

/**
 * Starts the local ARM: container groups and CDN purges, for the real SDK clients.
 * Rejects with code EADDRINUSE when the port is taken, and with SQLITE_BUSY when another emulator has the file.
 */
export async function startArm(options: ArmOptions): Promise<LocalArm> {
  const { clock, log = () => {} } = options;
  // The port and the file come first: whoever holds them is a living emulator, whose containers are not to be ended.
  const listening = await listen(options.port);
  const cleanups: (() => unknown)[] = [];
  const undo = async (): Promise<void> => {
    await listening.close();
    for (const cleanup of cleanups.reverse()) await cleanup();
  };
  try {
    const store = new DocumentStore(options.file);
    cleanups.push(() => store.close());
    mkdirSync(options.workDirectory, { recursive: true });
    const workDirectory = realpathSync(options.workDirectory);
    const volumesDirectory = join(workDirectory, 'volumes');
    const runtime = await options.runtime({
      workDirectory,
      volumesDirectory,
      leftovers: processesOf(store.all<GroupRecord>('group')),
      log,
    });
    const volumes: VolumePlaces = {
      directory: volumesDirectory,
      shares: options.sharesDirectory,
      gitEnvironment: options.gitEnvironment ?? (() => ({})),
    };
    rmSync(volumes.directory, { recursive: true, force: true, maxRetries: 5 });
    cleanups.push(() => runtime.close());

    const faults = new Faults(clock);
    const timings = { ...defaultTimings, ...options.timings };
    const quotas = { ...defaultQuotas, ...options.quotas };
    const operations = new Operations(clock, store);
    const logs = new GroupLogs(store);
    const listeners = new Set<() => void>();
    const groups = new ContainerGroups({
      context: { clock, timings, runtime, faults, volumes },
      store,
      operations,
      addresses: new GroupAddresses(listening.port),
      logs,
      quotas,
      onChanged: () => {
        for (const listener of listeners) listener();
      },
      onGroupChange: (change) => options.onGroupChange?.(change),
    });
    cleanups.push(() => groups.close());
    const streams = new StreamSessions(clock, listening.port);
    const purges = new PurgeQueue({
      clock,
      store,
      faults,
      purgeSeconds: options.purgeSeconds ?? defaultPurgeSeconds,
      onPurge: (purge) => options.onPurge?.(purge),
    });
    cleanups.push(() => purges.close());

    const limiter = new RateLimiter(clock, { ...defaultRateLimits, ...options.rateLimits });
    const header = newIdentityHeader();
    const app = createApp({
      open: [tokenRoutes(header, clock, faults), faultRoutes(faults)],
      checks: [
        recordActions(),
        requestChecks,
        subscriptionCheck(options.subscriptions),
        requestFaults(faults),
      ],
      arm: [
        groupRoutes(groups, limiter, faults),
        containerRoutes(new ContainerAccess(groups, logs, streams)),
        locationRoutes(groups, quotas, runtime),
        operationRoutes(operations, (id) => groups.all().find((group) => group.id === id)),
        purgeRoutes(purges),
      ],
      log,
    });
    listening.serve(app, streams);

    const origin = `http://127.0.0.1:${listening.port}`;
    let stopped: Promise<void> | undefined;
    return {
      port: listening.port,
      origin,
      identity: { endpoint: `${origin}${identityPath}`, header },
      faults,
      containerGroups: () => groups.all().map(groupSnapshot),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      stop() {
        stopped ??= undo();
        return stopped;
      },
    };
  } catch (error) {
    await undo();
    throw error;
  }
}

function processesOf(groups: GroupRecord[]): ProcessIdentity[] {
  return groups
    .flatMap(({ initContainers, containers }) => [...initContainers, ...containers])
    .flatMap(({ process }) => (process ? [process] : []));
}
