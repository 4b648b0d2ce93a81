/** What goes into and comes out of the orchestrators of fleets. */
import type { ContainerGroupSpec } from './container-specs.ts';

export type FleetRequest = {
  fleet: string;
  /** ISO: when leases that nobody renewed are looked for next. */
  leasesDueAt?: string;
  /** ISO: when its servers are asked as games next. */
  probesDueAt?: string;
};

/** One server that is to be made: its row is there already. */
export type ServerStartRequest = {
  fleet: string;
  /** Of its row and of its group. */
  server: string;
  number: number;
  hub: string;
  spec: ContainerGroupSpec;
  region: string;
  queueDeadlineSeconds: number;
  /** What makes it ready: that its containers run, or its own first sign of life, which the loop hears of. */
  readyWhen: 'running' | 'alive';
};
/** `left`: its row says something else meanwhile, so that it is somebody else's business. */
export type ServerStartOutcome = { kind: 'running' | 'failed' | 'left'; message?: string };

export type ServerDrainRequest = {
  fleet: string;
  server: string;
  /** The server was called with the notice. */
  noticed?: true;
};
/** `reclaimed`: it is needed again. `left`: Azure did not let its group go in time; the loop asks again. */
export type ServerDrainOutcome = { kind: 'gone' | 'reclaimed' | 'left' };

/** The custom status of `drainServer`. */
export type ServerDrainStatus = {
  kind: 'serverDrain';
  fleet: string;
  server: string;
  step: 'waiting' | 'stopping' | 'archiving' | 'deleting';
  /** While it waits. */
  sessions?: number;
  deadline?: string;
};
