import { setTimeout as sleep } from 'node:timers/promises';
import type { CallbackTarget } from '../settings.ts';

export type CallbackOptions = {
  signal: AbortSignal;
  log: (line: string) => void;
  /** Pauses between tries, in milliseconds. */
  pausesMs?: readonly number[];
};

export type CallbackAnswer = { status: number; text: string };

/** About three minutes in all: a restart of the app is over by then. */
const defaultPausesMs = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 60_000];
const timeoutMs = 15_000;
/** The run is over, unknown or does not want this token: no later try can end otherwise. */
const finalRefusals = new Set([401, 404, 409, 410]);

/** The app's endpoint for this run and attempt, with the token for it. */
export class Callback {
  readonly #target: CallbackTarget;
  readonly #options: CallbackOptions;

  constructor(target: CallbackTarget, options: CallbackOptions) {
    this.#target = target;
    this.#options = options;
  }

  /** Sent once; rejects when nobody answers in time. */
  async post(path: string, body: unknown, withinMs = timeoutMs): Promise<CallbackAnswer> {
    const { url, token, traceparent } = this.#target;
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(traceparent !== undefined && { traceparent }),
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([this.#options.signal, AbortSignal.timeout(withinMs)]),
    });
    return { status: response.status, text: await response.text() };
  }

  /** Repeats a post until it is taken, refused for good or out of tries; `what` is for the log. */
  async postUntilTaken(what: string, path: string, body: unknown): Promise<CallbackAnswer | undefined> {
    const { log, signal, pausesMs = defaultPausesMs } = this.#options;
    for (const pauseMs of [...pausesMs, undefined]) {
      const answer = await this.post(path, body).catch(() => undefined);
      signal.throwIfAborted();
      if (answer && answer.status < 300) return answer;
      if (answer && finalRefusals.has(answer.status)) {
        log(`${what} was refused with ${answer.status}`);
        return answer;
      }
      const said = answer ? `answered ${answer.status}` : 'did not answer';
      log(`the callback ${said}${pauseMs === undefined ? '' : `, trying again in ${pauseMs / 1_000} s`}`);
      if (pauseMs !== undefined) await sleep(pauseMs, undefined, { signal });
    }
    return;
  }
}
