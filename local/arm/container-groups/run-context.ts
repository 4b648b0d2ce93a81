import type { Clock } from '../../clock.ts';
import type { Faults } from '../faults/faults.ts';
import type { Timings } from '../options.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import type { VolumePlaces } from '../volumes/group-volumes.ts';

/** What every run of a group needs of the emulator around it. */
export type RunContext = {
  clock: Clock;
  timings: Timings;
  runtime: ContainerRuntime;
  faults: Faults;
  volumes: VolumePlaces;
};
