import type { Clock } from '../clock.ts';
import type { CloudEventSink } from './cloud-event.ts';
import { isActive, type Run, type SlipwayApi } from './slipway-api.ts';

/** How often the runs are looked at: often while something happens, because a person watches. */
const busyPauseMs = 80;
const idlePauseMs = 300;

/** Runs are dated in whole seconds, and some begin while the list is made. */
const overlapMs = 5_000;

type Followed = { shown: boolean; phases: number; ended: boolean };

/** Tells each publish, phase by phase, as it goes through the app. */
export class PublishFollower {
  readonly #api: Pick<SlipwayApi, 'publishes' | 'run'>;
  readonly #clock: Clock;
  readonly #tell: CloudEventSink;
  readonly #followed = new Map<string, Followed>();
  /** Who waits for the end of a publish, by its run. */
  readonly #waiting = new Map<string, (run: Run) => void>();
  readonly #from: string;
  #since: string;
  #cancel: (() => void) | undefined;
  #stopped = false;

  /** Publishes that ended before `since` are not told. */
  constructor(api: Pick<SlipwayApi, 'publishes' | 'run'>, clock: Clock, tell: CloudEventSink, since: string) {
    this.#api = api;
    this.#clock = clock;
    this.#tell = tell;
    this.#from = since;
    this.#since = since;
  }

  start(): void {
    void this.#look();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Tells of this publish, whenever it began, and resolves when it has ended. */
  ended(runId: string): Promise<Run> {
    return new Promise((resolve) => this.#waiting.set(runId, resolve));
  }

  async #look(): Promise<void> {
    let active = false;
    const lookedAt = this.#clock.now();
    try {
      const recent = await this.#api.publishes({ since: this.#since });
      const listed = new Set(recent.map((run) => run.id));
      for (const id of this.#waiting.keys()) {
        if (listed.has(id)) continue;
        active = true;
        const run = await this.#api.run(id);
        if (run) recent.push(run);
      }
      for (const run of recent) {
        if (this.#followed.get(run.id)?.ended) continue;
        active ||= isActive(run);
        // The list does not say what phases an ended run had.
        this.#show((!isActive(run) && (await this.#api.run(run.id))) || run);
      }
      const overlapping = new Date(lookedAt - overlapMs).toISOString();
      if (!active) this.#since = overlapping > this.#from ? overlapping : this.#from;
    } catch (error) {
      if (!this.#stopped)
        this.#tell({ kind: 'warning', message: `The runs could not be read: ${(error as Error).message}` });
    }
    if (this.#stopped) return;
    this.#cancel = this.#clock.at(
      this.#clock.now() + (active ? busyPauseMs : idlePauseMs),
      () => void this.#look(),
    );
  }

  #show(run: Run): void {
    const site = run.site ?? '';
    const followed = this.#followed.get(run.id) ?? { shown: false, phases: 0, ended: false };
    this.#followed.set(run.id, followed);
    if (!followed.shown && (run.commit || !isActive(run))) {
      followed.shown = true;
      this.#tell({
        kind: 'publishStarted',
        site,
        runId: run.id,
        ...(run.commit ? { commit: run.commit } : {}),
      });
    }
    if (!followed.shown) return;
    const timings = run.timings ?? [];
    // The time of the phase that is going on still grows.
    const ended = isActive(run) ? timings.slice(0, -1) : timings;
    for (const timing of ended.slice(followed.phases)) {
      followed.phases++;
      const detail =
        timing.phase === 'building' && run.container?.group
          ? { detail: `container group ${run.container.group}` }
          : {};
      this.#tell({
        kind: 'publishPhaseEnded',
        site,
        runId: run.id,
        phase: timing.phase,
        seconds: timing.seconds ?? 0,
        ...detail,
      });
    }
    if (isActive(run)) return;
    followed.ended = true;
    const { changed, liveUrl, message } = run;
    this.#tell({
      kind: 'publishEnded',
      site,
      runId: run.id,
      status: run.status,
      seconds: run.seconds ?? 0,
      ...(changed === undefined ? {} : { changed }),
      ...(liveUrl === undefined ? {} : { liveUrl }),
      ...(message === undefined ? {} : { message }),
    });
    this.#waiting.get(run.id)?.(run);
    this.#waiting.delete(run.id);
  }
}
