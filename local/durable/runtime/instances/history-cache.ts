import type { Store } from '../../store/store.ts';
import type { LiveInstance } from './live-instance.ts';

/**
 * Keeps the histories of live instances in memory up to a size, as texts and as objects, and lets those go first
 * whose last turn is the longest ago. Turns then read nothing from the disk but for instances that slept long.
 */
export class HistoryCache {
  readonly #store: Store;
  readonly #maxCharacters: number;
  /** The sizes that were counted, the least recently used first. */
  readonly #sizes = new Map<LiveInstance, number>();
  #total = 0;

  constructor(store: Store, maxCharacters: number) {
    this.#store = store;
    this.#maxCharacters = maxCharacters;
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
    this.#forget(instance);
    if (instance.isGone) return;
    this.#sizes.set(instance, instance.historyText.length);
    this.#total += instance.historyText.length;
    for (const [oldest] of this.#sizes) {
      if (this.#total <= this.#maxCharacters) return;
      // One in the middle of a turn still needs it.
      if (!oldest.isRunning && !oldest.isGone) this.#evict(oldest);
      this.#forget(oldest);
    }
  }

  #evict(instance: LiveInstance): void {
    instance.history = [];
    instance.historyText = '';
    instance.isEvicted = true;
  }

  #forget(instance: LiveInstance): void {
    this.#total -= this.#sizes.get(instance) ?? 0;
    this.#sizes.delete(instance);
  }
}
