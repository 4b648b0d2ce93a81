import type Database from 'libsql';
import { Disorder } from '../imitate/disorder.ts';
import { openStore } from '../store/store.ts';
import { ActivityQueue } from './activities/activity-queue.ts';
import { BusyCount } from './busy-count.ts';
import { CodeRegister } from './code/code-register.ts';
import { EntityMailboxes } from './entities/entity-mailboxes.ts';
import { CookieJar } from './http-calls/cookie-jar.ts';
import { HistoryCache } from './instances/history-cache.ts';
import { recover } from './recovery/recover.ts';
import type { Runtime } from './runtime.ts';
import { stopRuntime } from './stop-runtime.ts';
import { TurnQueue } from './turns/turn-queue.ts';

type RuntimeParts = Pick<
  Runtime,
  'clock' | 'functions' | 'settings' | 'log' | 'registered' | 'seams' | 'imitation'
> & {
  file: string | Database.Database;
  /** The activities that were running when an engine before this one crashed; undefined: all that have not ended. */
  inFlight?: ReadonlySet<string>;
};

/** Opens the file and takes up what it holds unfinished. */
export function startRuntime({
  file,
  inFlight,
  ...parts
}: RuntimeParts): Runtime & { stop(graceMs: number): Promise<void> } {
  const busy = new BusyCount();
  const store = openStore(file, {
    begin: () => busy.begin(),
    end: () => busy.end(),
    ...(parts.seams.crashesAt && { crashesAt: parts.seams.crashesAt }),
    onError: (error) => parts.log({ level: 'error', message: `Changes could not be committed: ${error}` }),
  });
  // The parts know each other, so they come one after the other.
  const { randomOrder } = parts.imitation;
  const disorder = randomOrder === undefined ? undefined : new Disorder(randomOrder);
  const runtime = {
    ...parts,
    disorder,
    store,
    cookies: new CookieJar(parts.clock),
    live: new Map(),
    busy,
    isStopping: false,
  } as unknown as Runtime;
  runtime.histories = new HistoryCache(store, parts.settings.historyCacheCharacters);
  runtime.code = new CodeRegister(parts.functions, store);
  runtime.turns = new TurnQueue(runtime);
  runtime.activities = new ActivityQueue(runtime);
  runtime.entities = new EntityMailboxes(runtime);
  recover(runtime, inFlight);
  return Object.assign(runtime, { stop: (graceMs: number) => stopRuntime(runtime, graceMs) });
}
