import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildProgress, BuildReport } from '../../contract/build.ts';

export type ReporterOptions = {
  signal: AbortSignal;
  log: (line: string) => void;
  /** Pauses between tries of the final report, in milliseconds. */
  pausesMs?: readonly number[];
};

/** About three minutes in all: a restart of the app is over by then, and the store keeps the report anyway. */
const defaultPausesMs = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 60_000];
const progressTimeoutMs = 3_000;
const reportTimeoutMs = 15_000;
/** The run is over, unknown or does not want this token: no later try can end otherwise. */
const finalRefusals = new Set([401, 404, 409, 410]);

/** Tells the run how the build is going and how it ended. Never throws for a callback that does not answer. */
export class Reporter {
  readonly #callback: { url: string; token: string };
  readonly #options: ReporterOptions;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(callback: { url: string; token: string }, options: ReporterOptions) {
    this.#callback = callback;
    this.#options = options;
  }

  /** Sent once and not waited for: people watch it, nothing depends on it. */
  progress(step: BuildProgress['step']): void {
    const sent = this.#post({ kind: 'progress', step }, progressTimeoutMs)
      .catch(() => undefined)
      .finally(() => this.#pending.delete(sent));
    this.#pending.add(sent);
  }

  /** Repeats the final report until it is taken, refused for good or out of tries. */
  async ended(result: BuildReport): Promise<void> {
    await Promise.all(this.#pending);
    for (const pauseMs of [...(this.#options.pausesMs ?? defaultPausesMs), undefined]) {
      const status = await this.#post({ kind: 'ended', result }, reportTimeoutMs).catch(() => undefined);
      this.#options.signal.throwIfAborted();
      if (status !== undefined && (status < 300 || finalRefusals.has(status))) {
        if (status >= 300) this.#options.log(`the report was refused with ${status}`);
        return;
      }
      const answer = status === undefined ? 'did not answer' : `answered ${status}`;
      this.#options.log(
        `the callback ${answer}${pauseMs === undefined ? '' : `, trying again in ${pauseMs / 1_000} s`}`,
      );
      if (pauseMs !== undefined) await sleep(pauseMs, undefined, { signal: this.#options.signal });
    }
  }

  async #post(body: unknown, timeoutMs: number): Promise<number> {
    const response = await fetch(this.#callback.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#callback.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([this.#options.signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.arrayBuffer();
    return response.status;
  }
}
