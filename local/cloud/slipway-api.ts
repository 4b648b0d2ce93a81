/** What the local cloud reads of a run: the public JSON of `GET /api/runs/{id}`, as anybody gets it. */
export type Run = {
  id: string;
  kind: string;
  site?: string;
  status: string;
  phase?: string;
  commit?: { sha: string; message: string };
  container?: { group?: string; attempt?: number };
  timings?: Array<{ phase: string; startedAt: string; seconds?: number }>;
  startedAt: string;
  seconds?: number;
  changed?: number;
  liveUrl?: string;
  message?: string;
};

/** What it reads of a fleet: of `GET /api/fleets`, and of the fleet itself. */
export type FleetShown = {
  name: string;
  servers: Record<string, number>;
  sessions: number;
  places: number;
};
export type FleetInFull = FleetShown & { waiting: number; decisions: Array<{ reason: string }> };

/** The app's HTTP API, asked as any client would. */
export class SlipwayApi {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Publishes that fit the query, such as `{ since }` or `{ status: 'running,pending' }`. */
  async publishes(query: Record<string, string>): Promise<Run[]> {
    const found: Run[] = [];
    let cursor: string | undefined;
    do {
      const parameters = new URLSearchParams({ kind: 'publish', ...query, ...(cursor ? { cursor } : {}) });
      const page = (await this.#get(`runs?${parameters}`)) as { runs: Run[]; cursor?: string };
      found.push(...page.runs);
      cursor = page.cursor;
    } while (cursor);
    return found;
  }

  /** Undefined while a run that was promised has not begun. */
  async run(id: string): Promise<Run | undefined> {
    const response = await fetch(`${this.#origin}/api/runs/${encodeURIComponent(id)}`);
    return response.status === 404 ? undefined : ((await jsonOf(response)) as Run);
  }

  /** Asks for a publish of the newest commit; the id of its run. */
  async publish(site: string): Promise<string> {
    const url = `${this.#origin}/api/sites/${encodeURIComponent(site)}/publish`;
    return ((await jsonOf(await fetch(url, { method: 'POST' }))) as { id: string }).id;
  }

  async fleets(): Promise<FleetShown[]> {
    return ((await this.#get('fleets')) as { fleets: FleetShown[] }).fleets;
  }

  /** Undefined when it has just gone. */
  async fleet(name: string): Promise<FleetInFull | undefined> {
    const response = await fetch(`${this.#origin}/api/fleets/${encodeURIComponent(name)}`);
    return response.status === 404 ? undefined : ((await jsonOf(response)) as FleetInFull);
  }

  /** Has the app look now for fleets that nobody looks after, as it does by itself every few minutes. */
  async lookAtFleets(): Promise<void> {
    await fetch(`${this.#origin}/admin/functions/fleetsTimer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  }

  async #get(path: string): Promise<unknown> {
    return jsonOf(await fetch(`${this.#origin}/api/${path}`));
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  throw new Error(`${new URL(response.url).pathname} answered ${response.status}: ${await response.text()}`);
}

/** A run in one of these states goes on by itself. */
export function isActive(run: Run): boolean {
  return run.status === 'pending' || run.status === 'running';
}
