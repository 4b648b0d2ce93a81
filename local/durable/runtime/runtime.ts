import type { Clock } from '../../clock.ts';
import type { EntityMailboxes } from '../entities/entity-mailboxes.ts';
import type { DurableFunctionKind, DurableFunctions } from '../functions-port.ts';
import type { Disorder } from '../imitate/disorder.ts';
import type { Imitation } from '../imitate/imitation.ts';
import type { Log } from '../log.ts';
import type { Seams } from '../seams.ts';
import type { EngineSettings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import type { ActivityQueue } from './activity-queue.ts';
import type { BusyCount } from './busy-count.ts';
import type { CodeRegister } from './code-register.ts';
import type { CookieJar } from './cookie-jar.ts';
import type { HistoryCache } from './history-cache.ts';
import type { LiveInstance } from './live-instance.ts';
import type { TurnQueue } from './turn-queue.ts';

/** The parts of a running engine, as its verbs see them. */
export type Runtime = {
  store: Store;
  clock: Clock;
  functions: DurableFunctions;
  settings: EngineSettings;
  log: Log;
  seams: Seams;
  imitation: Imitation;
  /** Set when orders are to be random. */
  disorder: Disorder | undefined;
  /** Every instance that has not ended, by its id. */
  live: Map<string, LiveInstance>;
  histories: HistoryCache;
  code: CodeRegister;
  turns: TurnQueue;
  activities: ActivityQueue;
  entities: EntityMailboxes;
  cookies: CookieJar;
  busy: BusyCount;
  /** Set by stop: what is running may end, nothing new begins. */
  isStopping: boolean;
  /** The spelling under which a function is registered; the case of `name` does not matter. */
  registered(kind: DurableFunctionKind, name: string): string | undefined;
};
