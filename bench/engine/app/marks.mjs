/**
 * What workflows note about themselves as they run: that they reached their wait, that their last line ran. One process, no I/O,
 * so that noting costs nothing that is measured. A replay notes again; only the first time counts.
 */
export class Marks {
  #reached = new Set();
  #finished = new Map();
  #notes = new Map();
  #stamps = [];
  #watchers = new Set();

  reach(id) {
    this.#reached.add(id);
    this.#tell();
  }

  /** The last line of a workflow. `result` is what it found out, such as how late a timer was. */
  finish(id, result = null) {
    if (this.#finished.has(id)) return;
    this.#finished.set(id, { at: performance.now(), result });
    this.#tell();
  }

  /** What a workflow that runs from its top again after each wait must not ask twice, such as when its timer is due. */
  note(id, value) {
    if (!this.#notes.has(id)) this.#notes.set(id, value);
    return this.#notes.get(id);
  }

  /** The time of one step, for the cost of steps as a history grows. */
  stamp() {
    this.#stamps.push(performance.now());
  }

  get stamps() {
    return this.#stamps;
  }

  /** Resolves with `{ at, result }` of each id, once all have finished. */
  whenFinished(ids) {
    return this.#when(() => ids.every((id) => this.#finished.has(id))).then(() =>
      ids.map((id) => this.#finished.get(id)),
    );
  }

  whenReached(count) {
    return this.#when(() => this.#reached.size >= count);
  }

  #when(isTrue) {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve) => this.#watchers.add({ isTrue, resolve }));
  }

  #tell() {
    for (const watcher of this.#watchers) {
      if (!watcher.isTrue()) continue;
      this.#watchers.delete(watcher);
      watcher.resolve();
    }
  }
}
