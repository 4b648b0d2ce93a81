import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import { cacheLifetime } from './cache-lifetime.ts';
import type { SiteAnswer } from './site-answer.ts';

/** As Front Door's `x-cache` header says it. */
export type CacheResult = 'TCP_HIT' | 'TCP_MISS' | 'PRIVATE_NOSTORE';

export type CachedAnswer = { answer: SiteAnswer; cache: CacheResult; ageSeconds: number };

type Entry = {
  site: string;
  path: string;
  answer: SiteAnswer;
  storedAtMs: number;
  expiresAtMs: number;
};
type Flight = { site: string; path: string; answer: Promise<SiteAnswer>; purged: boolean };

/** Roughly what an entry costs besides its body. */
const entryBytes = 512;

/** Keeps answers until they expire, are purged or make room for others, the least recently used first. */
export class EdgeCache {
  readonly #clock: Clock;
  readonly #entries: LRUCache<string, Entry>;
  readonly #flights = new Map<string, Flight>();

  constructor(clock: Clock, maxBytes: number) {
    this.#clock = clock;
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ answer }) => answer.body.byteLength + entryBytes,
    });
  }

  /** The kept answer, or that of `load`, which is called once for all who ask at the same time. */
  async get(site: string, path: string, load: () => Promise<SiteAnswer>): Promise<CachedAnswer> {
    const key = `${site}\n${path}`;
    const kept = this.#fresh(key);
    if (kept) {
      const ageSeconds = Math.floor((this.#clock.now() - kept.storedAtMs) / 1_000);
      return { answer: kept.answer, cache: 'TCP_HIT', ageSeconds };
    }
    const flight = this.#flights.get(key) ?? this.#takeOff(key, site, path, load);
    const answer = await flight.answer;
    const isKept = cacheLifetime(answer.headers['cache-control']) !== undefined;
    return { answer, cache: isKept ? 'TCP_MISS' : 'PRIVATE_NOSTORE', ageSeconds: 0 };
  }

  /** Forgets what `covers`; answers that are on their way are not kept when they arrive. Answers how many were forgotten. */
  purge(site: string, covers: (path: string) => boolean): number {
    let purged = 0;
    for (const [key, entry] of [...this.#entries.entries()]) {
      if (entry.site !== site || !covers(entry.path)) continue;
      this.#entries.delete(key);
      purged += 1;
    }
    for (const [key, flight] of this.#flights) {
      if (flight.site !== site || !covers(flight.path)) continue;
      flight.purged = true;
      this.#flights.delete(key);
    }
    return purged;
  }

  #takeOff(key: string, site: string, path: string, load: () => Promise<SiteAnswer>): Flight {
    const flight: Flight = { site, path, answer: load(), purged: false };
    this.#flights.set(key, flight);
    flight.answer
      .then((answer) => {
        if (!flight.purged) this.#keep(key, flight, answer);
      })
      .catch(() => undefined)
      .finally(() => {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
      });
    return flight;
  }

  #fresh(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.expiresAtMs > this.#clock.now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  #keep(key: string, { site, path }: Flight, answer: SiteAnswer): void {
    const lifetime = cacheLifetime(answer.headers['cache-control']);
    // What is too large to be held is asked of the storage each time.
    if (!Buffer.isBuffer(answer.body)) return;
    if (!lifetime || (answer.status !== 200 && answer.status !== 404)) return;
    const storedAtMs = this.#clock.now();
    this.#entries.set(key, { site, path, answer, storedAtMs, expiresAtMs: storedAtMs + lifetime * 1_000 });
  }
}
