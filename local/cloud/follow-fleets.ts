import type { Clock } from '../clock.ts';
import type { CloudEventSink } from './cloud-event.ts';
import type { FleetShown, SlipwayApi } from './slipway-api.ts';

/** Often enough to see a server come and go; rarely while there is no fleet at all. */
const pauseMs = 500;
const pauseWithoutFleetsMs = 3_000;

/** Players come and go all the time: a line for them alone is not told more often. */
const sessionsPauseMs = 2_000;

/** Tells how each fleet changes: the states of its servers, and how many play. */
export class FleetFollower {
  readonly #api: Pick<SlipwayApi, 'fleets' | 'fleet'>;
  readonly #clock: Clock;
  readonly #tell: CloudEventSink;
  /** What was told last, and when, by fleet. */
  readonly #told = new Map<string, { servers: string; sessions: string; at: number }>();
  #cancel: (() => void) | undefined;
  #stopped = false;
  #hasFailed = false;

  constructor(api: Pick<SlipwayApi, 'fleets' | 'fleet'>, clock: Clock, tell: CloudEventSink) {
    this.#api = api;
    this.#clock = clock;
    this.#tell = tell;
  }

  start(): void {
    void this.#look();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  async #look(): Promise<void> {
    let pause = pauseWithoutFleetsMs;
    try {
      const fleets = await this.#api.fleets();
      if (fleets.length > 0) pause = pauseMs;
      for (const fleet of fleets) await this.#show(fleet);
      this.#hasFailed = false;
    } catch (error) {
      // Once, not at every look.
      if (!this.#stopped && !this.#hasFailed)
        this.#tell({ kind: 'warning', message: `The fleets could not be read: ${(error as Error).message}` });
      this.#hasFailed = true;
    }
    if (!this.#stopped) this.#cancel = this.#clock.at(this.#clock.now() + pause, () => void this.#look());
  }

  async #show({ name, servers, sessions, places }: FleetShown): Promise<void> {
    const at = this.#clock.now();
    const seen = { servers: JSON.stringify(servers), sessions: `${sessions} of ${places}`, at };
    const told = this.#told.get(name);
    if (told?.servers === seen.servers) {
      if (told.sessions === seen.sessions || at - told.at < sessionsPauseMs) return;
    }
    this.#told.set(name, seen);
    // Why it is so stands in the fleet itself.
    const shown = await this.#api.fleet(name);
    const reason = shown?.decisions[0]?.reason;
    this.#tell({
      kind: 'fleetChanged',
      fleet: name,
      servers,
      sessions,
      places,
      waiting: shown?.waiting ?? 0,
      ...(reason === undefined ? {} : { reason }),
    });
  }
}
