import type { Clock } from '../../clock.ts';
import type { DurableFunctionKind, DurableFunctions } from '../functions-port.ts';
import type { Disorder } from '../imitate/disorder.ts';
import type { Imitation } from '../imitate/imitation.ts';
import type { Log } from '../log.ts';
import type { Seams } from '../seams.ts';
import type { EngineSettings } from '../settings.ts';
import type { BusyCount } from './busy-count.ts';
import type { CodeRegister } from './code/code-register.ts';
import type { CookieJar } from './http-calls/cookie-jar.ts';
import type { HistoryCache } from './instances/history-cache.ts';
import type { LiveInstances } from './instances/live-instances.ts';

/** What the verbs of an engine stand on. It knows none of them; one that needs another says so in a type of its own. */
export type Ground = LiveInstances & {
  clock: Clock;
  functions: DurableFunctions;
  settings: EngineSettings;
  log: Log;
  seams: Seams;
  imitation: Imitation;
  /** Set when orders are to be random. */
  disorder: Disorder | undefined;
  histories: HistoryCache;
  code: CodeRegister;
  cookies: CookieJar;
  busy: BusyCount;
  /** Set by stop: what is running may end, nothing new begins. */
  isStopping: boolean;
  /** The spelling under which a function is registered; the case of `name` does not matter. */
  registered(kind: DurableFunctionKind, name: string): string | undefined;
};
