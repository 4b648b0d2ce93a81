import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerGroup } from '@azure/arm-containerinstance';
import { onTestFinished } from 'vitest';
import {
  type ArmOptions,
  type GroupSnapshot,
  type ImageTable,
  type LocalArm,
  processRuntime,
  startArm,
} from '../../../../local/arm/index.ts';
import { processesWithin } from '../../../../local/arm/processes/end-leftovers.ts';
import { systemClock } from '../../../../local/clock.ts';
import { resourceGroup, type SdkClients, sdkClients, subscription } from './sdk-clients.ts';

export type TestArm = LocalArm &
  SdkClients & {
    directory: string;
    /** Starts the create of a group and returns when it was accepted. */
    create(name: string, group: ContainerGroup): Promise<void>;
    get(name: string): Promise<ContainerGroup>;
    logs(name: string, options?: { tail?: number; timestamps?: boolean }): Promise<string>;
    /** A request without SDK, with token and api-version; `path` begins after the subscription. */
    request(method: string, path: string, body?: unknown): Promise<Response>;
    /** Resolves when the snapshot of a group fits. */
    until(name: string, fits: (group: GroupSnapshot | undefined) => boolean): Promise<void>;
    /** Resolves when the group's only container has ended for good. */
    ended(name: string): Promise<void>;
  };

/** An image of which every container says itself, as `sh -c`, what it does. */
export const shellImages = { shell: { command: ['sh', '-c', 'echo hello'] } };

/** An emulator of its own for a test, which ends with the test and must leave no process. */
export async function startTestArm(
  { images = shellImages, ...options }: Partial<ArmOptions> & { images?: ImageTable } = {},
  atEnd: (cleanup: () => Promise<void>) => void = onTestFinished,
): Promise<TestArm> {
  const directory = await mkdtemp(join(tmpdir(), 'arm-test-'));
  const workDirectory = options.workDirectory ?? join(directory, 'work');
  const arm = await startArm({
    port: 0,
    file: ':memory:',
    clock: systemClock,
    workDirectory,
    sharesDirectory: join(directory, 'shares'),
    runtime: processRuntime(() => images),
    timings: { nodeAssignedMs: 1, pullMs: 1, startMs: 1, backOffMs: 1, stopGraceMs: 5_000 },
    ...options,
  });
  atEnd(async () => {
    await arm.stop();
    const left = processesWithin(workDirectory);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    if (left.length > 0) throw new Error(`processes were left: ${left.join(', ')}`);
  });
  return withClients(arm, directory);
}

export function withClients(arm: LocalArm, directory: string): TestArm {
  const clients = sdkClients(arm.origin);
  const until: TestArm['until'] = (name, fits) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!fits(arm.containerGroups().find((group) => group.name === name))) return;
        cancel();
        resolve();
      };
      const cancel = arm.onChange(look);
      look();
    });
  return {
    ...arm,
    ...clients,
    directory,
    until,
    async create(name, group) {
      await clients.aci.containerGroups.beginCreateOrUpdate(resourceGroup, name, group, {
        updateIntervalInMs: 1,
      });
    },
    get: (name) => clients.aci.containerGroups.get(resourceGroup, name),
    async logs(name, options) {
      return (await clients.aci.containers.listLogs(resourceGroup, name, 'main', options)).content ?? '';
    },
    request: (method, path, body) =>
      fetch(`${arm.origin}/subscriptions/${subscription}${path}?api-version=2023-05-01`, {
        method,
        headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    ended: (name) => until(name, (group) => ['Succeeded', 'Failed', 'Stopped'].includes(group?.state ?? '')),
  };
}
