import { LRUCache } from 'lru-cache';
import type { Store } from '../../store/store.ts';
import type { LiveInstance } from './live-instance.ts';

/**
 * Keeps the histories of live instances in memory up to a size, as texts and as objects, and lets those go first
 * whose last turn is the longest ago. Turns then read nothing from the disk but for instances that slept long.
 */
export class HistoryCache {
  readonly #store: Store;
  readonly #kept: LRUCache<LiveInstance, true>;

  constructor(store: Store, maxCharacters: number) {
    this.#store = store;
    this.#kept = new LRUCache({
      maxSize: Math.ceil(maxCharacters),
      dispose: (_, instance, reason) => {
        if (reason === 'evict') evict(instance);
      },
    });
  }

  /** To be called before a turn: brings the history back if it was let go. */
  load(instance: LiveInstance): void {
    if (!instance.isEvicted) return;
    const stored = this.#store.history.read(instance.row.key);
    instance.history = stored.events;
    instance.historyText = stored.text;
    instance.isEvicted = false;
  }

  /** To be called after a turn. */
  keep(instance: LiveInstance): void {
    if (instance.isGone) {
      this.#kept.delete(instance);
      return;
    }
    this.#kept.set(instance, true, { size: Math.max(1, instance.historyText.length) });
    // One that is larger than all together may be is not taken.
    if (!this.#kept.has(instance)) evict(instance);
  }
}

/** One in the middle of a turn still needs its history. */
function evict(instance: LiveInstance): void {
  if (instance.isRunning || instance.isGone) return;
  instance.history = [];
  instance.historyText = '';
  instance.isEvicted = true;
}
