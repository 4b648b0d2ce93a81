import type { Clock } from '../clock.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { HostFunction } from './host-function.ts';
import type { Mount } from './http/front-door.ts';
import type { LogSink } from './log.ts';

export type TriggerContext = {
  /** The enabled functions with the service's trigger; at least one. */
  functions: readonly HostFunction[];
  dispatcher: Dispatcher;
  clock: Clock;
  env: NodeJS.ProcessEnv;
  dataDirectory: string | undefined;
  log: LogSink;
};

/** Serves all functions with one type of trigger; another kind of trigger is another of these. */
export type TriggerService = {
  /** Lower case. */
  triggerType: string;
  /** For triggers that come by HTTP. */
  mount?(context: TriggerContext): Mount;
  /** Called when the host listens. */
  start?(context: TriggerContext): Promise<{ stop(): Promise<void> }>;
};
