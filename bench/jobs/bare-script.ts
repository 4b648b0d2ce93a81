import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchCloud, image } from './bench-cloud.ts';

/** As the operator of Airflow does it. */
const pollMs = 1_000;

const apiVersion = 'api-version=2023-05-01';

export type BareFigures = { wallMs: number; overheadsMs: number[] };

/**
 * What people write who have no Slipway: create the group, look every second how it does, print its log, delete it. It knows neither
 * crashes nor quotas, and nothing of what it did is left when it dies.
 */
export async function runBare(
  cloud: BenchCloud,
  seconds: readonly number[],
  parallelism: number,
): Promise<BareFigures> {
  const overheadsMs: number[] = [];
  const queue = seconds.entries();
  const began = performance.now();
  const worker = async (): Promise<void> => {
    for (const [n, duration] of queue) overheadsMs.push(await runOne(cloud, n, duration));
  };
  await Promise.all(Array.from({ length: parallelism }, worker));
  return { wallMs: performance.now() - began, overheadsMs };
}

/** Milliseconds until the script knows that the job has ended and has its log, without the process itself. */
async function runOne(cloud: BenchCloud, n: number, seconds: number): Promise<number> {
  const group = `${cloud.groupsPath}/bare-${n}`;
  const began = performance.now();
  await cloud.armCall('PUT', `${group}?${apiVersion}`, {
    location: 'westeurope',
    properties: {
      osType: 'Linux',
      restartPolicy: 'Never',
      containers: [
        {
          name: 'main',
          properties: {
            image,
            resources: { requests: { cpu: 0.5, memoryInGB: 0.5 } },
            environmentVariables: [{ name: 'SLIPWAY_INPUT', value: String(seconds) }],
          },
        },
      ],
    },
  });
  for (;;) {
    const response = await cloud.armCall('GET', `${group}?${apiVersion}`);
    const { properties } = (await response.json()) as {
      properties: { instanceView?: { state?: string }; provisioningState: string };
    };
    const state = properties.instanceView?.state;
    if (state === 'Succeeded' || state === 'Failed' || properties.provisioningState === 'Failed') break;
    await sleep(pollMs);
  }
  const logs = await cloud.armCall('GET', `${group}/containers/main/logs?${apiVersion}`);
  const { content } = (await logs.json()) as { content: string };
  const totalMs = performance.now() - began;
  await cloud.armCall('DELETE', `${group}?${apiVersion}`);
  const { startedAt, endedAt } = JSON.parse(content) as { startedAt: number; endedAt: number };
  return totalMs - (endedAt - startedAt);
}
