import type { Clock } from '../../clock.ts';
import { ArmError } from './arm-error.ts';

/** Per subscription; the defaults are the service's. */
export type RateLimits = {
  createsPer5Minutes: number;
  createsPerHour: number;
  deletesPer5Minutes: number;
  deletesPerHour: number;
};

const minutes5Ms = 5 * 60_000;
/** ARM's own budget per subscription; shown, not enforced. */
const requestsPerHour = 1_200;
const hourMs = 60 * 60_000;

/** Counts creates and deletes per subscription over sliding windows, and refuses what is over the limit. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #limits: RateLimits;
  readonly #times = new Map<string, number[]>();

  constructor(clock: Clock, limits: RateLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Counts one request; returns the headers that tell what is left. */
  take(subscription: string, kind: 'create' | 'delete'): Record<string, string> {
    const [per5Minutes, perHour] =
      kind === 'create'
        ? [this.#limits.createsPer5Minutes, this.#limits.createsPerHour]
        : [this.#limits.deletesPer5Minutes, this.#limits.deletesPerHour];
    const key = `${subscription.toLowerCase()} ${kind}`;
    const now = this.#clock.now();
    const times = (this.#times.get(key) ?? []).filter((time) => time > now - hourMs);
    const recent = times.filter((time) => time > now - minutes5Ms);
    const waitMs = Math.max(
      freeAt(recent, per5Minutes, minutes5Ms) - now,
      freeAt(times, perHour, hourMs) - now,
    );
    if (waitMs > 0) {
      throw new ArmError(
        429,
        'TooManyRequests',
        `The number of ${kind} requests for subscription '${subscription}' is over its limit. Please retry later.`,
        { 'Retry-After': String(Math.ceil(waitMs / 1000)) },
      );
    }
    this.#times.set(key, [...times, now]);
    const prefix = 'x-ms-ratelimit-remaining-subscription-resource-requests';
    return {
      [`${prefix}-pt5m`]: String(per5Minutes - recent.length - 1),
      [`${prefix}-pt1h`]: String(perHour - times.length - 1),
      [`x-ms-ratelimit-remaining-subscription-${kind === 'create' ? 'writes' : 'deletes'}`]: String(
        Math.max(0, requestsPerHour - times.length - 1),
      ),
    };
  }
}

/** When the window has room again; the times are in order. */
function freeAt(times: number[], limit: number, windowMs: number): number {
  if (times.length < limit) return 0;
  return (times[times.length - limit] ?? 0) + windowMs;
}
