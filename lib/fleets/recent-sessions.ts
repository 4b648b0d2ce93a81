/** The names of the sessions that got a place here last: whoever asks again is looked for before anything is written. */
export class RecentSessions {
  readonly #names = new Set<string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  has(session: string): boolean {
    return this.#names.has(session);
  }

  add(session: string): void {
    this.#names.add(session);
    const [oldest] = this.#names;
    if (this.#names.size > this.#most && oldest !== undefined) this.#names.delete(oldest);
  }
}
