type Entry = { atMs: number; order: number; action: () => void };

/** What is to happen, in the order of its time: the clock of a simulation. */
export class Agenda {
  nowMs: number;
  readonly #heap: Entry[] = [];
  #order = 0;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  /** Has something done then, or now when that is past. What is for the same moment keeps its order. */
  at(atMs: number, action: () => void): void {
    const entry = { atMs: Math.max(atMs, this.nowMs), order: this.#order++, action };
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, heap[parent] as Entry)) break;
      heap[index] = heap[parent] as Entry;
      index = parent;
    }
    heap[index] = entry;
  }

  after(seconds: number, action: () => void): void {
    this.at(this.nowMs + seconds * 1_000, action);
  }

  /** Does everything up to that moment. */
  runUntil(untilMs: number): void {
    for (let [first] = this.#heap; first && first.atMs <= untilMs; [first] = this.#heap) {
      this.#removeFirst();
      this.nowMs = first.atMs;
      first.action();
    }
    this.nowMs = untilMs;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      if (left >= heap.length) break;
      const child = right < heap.length && isBefore(heap[right] as Entry, heap[left] as Entry) ? right : left;
      if (!isBefore(heap[child] as Entry, last)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
