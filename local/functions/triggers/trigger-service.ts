import type { Clock } from '../../clock.ts';
import type { Dispatch, Dispatcher } from '../dispatcher.ts';
import type { HostFunction } from '../host-function.ts';
import type { Mount } from '../http/front-door.ts';
import type { LogSink } from '../log.ts';
import type { HostStorage } from '../storage/host-storage.ts';

export type RunningTrigger = {
  /** Begins nothing any more; resolves when what runs has ended. */
  stop(): Promise<void>;
  /** Gives back what still runs, so that it runs again soon: the process is about to end. */
  abandon?(): Promise<void>;
};

export type TriggerContext = {
  /** The enabled functions with the service's trigger. */
  functions: readonly HostFunction[];
  dispatcher: Dispatcher;
  clock: Clock;
  env: NodeJS.ProcessEnv;
  dataDirectory: string | undefined;
  log: LogSink;
  storage: HostStorage;
};

/** Serves all functions with one type of trigger; another kind of trigger is another of these. */
export type TriggerService = {
  /** Lower case. */
  triggerType: string;
  /** It looks for work in storage, so it is not served without. */
  needsStorage?: boolean;
  /** What a function gets that is run by hand over the admin API; the input as a text by default. */
  byHand?(target: HostFunction, input: string, context: TriggerContext): Dispatch | Promise<Dispatch>;
  /** For triggers that come by HTTP. */
  mount?(context: TriggerContext): Mount;
  /** Called when the host listens, if there is any function. */
  start?(context: TriggerContext): Promise<RunningTrigger>;
};
