import type { BenchCloud } from './bench-cloud.ts';

/** How creations fail, in turns: quota, capacity, a registry that is asked too often (429), a node that never comes. */
const faults = [
  { kind: 'quotaReached' },
  { kind: 'serviceUnavailable' },
  { kind: 'registryError' },
  { kind: 'slowStart', seconds: 3_600 },
];

/** One creation in ten fails. */
const jobsPerFault = 10;

/** Lets creations fail and kills the host, as the jobs of an array end. */
export function disturb(
  cloud: BenchCloud,
  jobs: number,
): { faults: number; kills: number; during(ended: number): Promise<void> } {
  const killsAt = [Math.floor(jobs / 3), Math.floor((2 * jobs) / 3)];
  const done = {
    faults: 0,
    kills: 0,
    async during(ended: number): Promise<void> {
      while (done.faults < jobs / jobsPerFault && ended >= done.faults * jobsPerFault) {
        const fault = { ...faults[done.faults % faults.length], target: 'job-*' };
        const response = await cloud.armCall('POST', '/_slipway/faults', fault);
        if (!response.ok) throw new Error(`The fault was refused: ${await response.text()}`);
        done.faults++;
      }
      if (ended >= (killsAt[done.kills] ?? Number.POSITIVE_INFINITY)) {
        done.kills++;
        await cloud.killHost();
        await cloud.startHost();
      }
    },
  };
  return done;
}
