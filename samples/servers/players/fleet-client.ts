import { setTimeout } from 'node:timers/promises';

/** Where a player is to go. */
export type Place = {
  server: string;
  address: string;
  ports: Array<{ port: number; protocol?: string }>;
  expiresAt: string;
};

/** How long a player waits before it asks again, where the app does not say. */
const ticketPauseSeconds = 2;

/** What a matchmaker asks of a fleet: a place for a session, and to have it back. */
export class FleetClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  /** `key`: a function key, where the app asks for one. */
  constructor(url: string, fleet: string, key: string | undefined) {
    this.#url = `${url.replace(/\/$/, '')}/api/fleets/${encodeURIComponent(fleet)}`;
    this.#headers = { 'content-type': 'application/json', ...(key ? { 'x-functions-key': key } : {}) };
  }

  /** The game that its servers are asked as, if they are one. */
  async game(): Promise<string | undefined> {
    const { spec } = (await this.#json('GET', '')) as { spec?: { sessions: { game?: string } } };
    return spec?.sessions.game;
  }

  /** Waits for its turn when the fleet is full, or has no server yet. Undefined when its ticket has expired. */
  async place(session: string): Promise<Place | undefined> {
    let answer = await this.#ask('POST', '/allocations', { session, wait: true });
    while (answer.status === 202) {
      const seconds = Number(answer.headers.get('retry-after')) || ticketPauseSeconds;
      await setTimeout(seconds * 1_000);
      answer = await this.#ask('GET', `/allocations/${session}`);
    }
    return answer.status === 404 ? undefined : ((await answer.json()) as Place);
  }

  /** Keeps the place; a player of whom nothing is heard loses it. */
  async renew(session: string): Promise<void> {
    await this.#ask('POST', '/allocations', { session });
  }

  async giveBack(session: string): Promise<void> {
    await this.#ask('DELETE', `/allocations/${session}`);
  }

  async #json(method: string, path: string): Promise<unknown> {
    return (await this.#ask(method, path)).json();
  }

  /** 404 is an answer, of an allocation; everything else that is wrong is an error in the words of the app. */
  async #ask(method: string, path: string, body?: object): Promise<Response> {
    const response = await fetch(this.#url + path, {
      method,
      headers: this.#headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.ok || (response.status === 404 && path.startsWith('/allocations/'))) return response;
    throw new Error(`${method} ${this.#url}${path} answered ${response.status}: ${await response.text()}`);
  }
}
