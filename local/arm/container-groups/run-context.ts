import type { Clock } from '../../clock.ts';
import type { Faults } from '../faults/faults.ts';
import type { ImageTable, Timings } from '../options.ts';
import type { ContainerRuntime } from '../processes/container-runtime.ts';

/** What every run of a group needs of the emulator around it. */
export type RunContext = {
  clock: Clock;
  timings: Timings;
  images: ImageTable;
  runtime: ContainerRuntime;
  faults: Faults;
  workDirectory: string;
};
