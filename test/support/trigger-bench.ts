import { type HttpMethod, HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { sign } from '@octokit/webhooks-methods';
import type { Site } from '../../contract/sites.ts';
import { callbackTokens } from '../../lib/callback-tokens.ts';
import { catalogStore } from '../../lib/catalog/catalog-store.ts';
import { fleetDefinitions } from '../../lib/catalog/fleets/fleet-definitions.ts';
import { gitProviders } from '../../lib/git/git-providers.ts';
import type { CatalogSource } from '../../lib/ports/catalogs.ts';
import { Secret } from '../../lib/secret.ts';
import { silentTelemetry } from '../../lib/telemetry/silent-telemetry.ts';
import { VirtualClock } from '../../local/clock.ts';
import type { TriggerDependencies } from '../../triggers/dependencies.ts';
import type { HttpTrigger } from '../../triggers/http/http-trigger.ts';
import { render } from '../../triggers/http/render.ts';
import { httpTriggers } from '../../triggers/index.ts';
import { jobGridEvents } from '../../triggers/jobs/job-grid-events.ts';
import { jobQueueMessage, type QueueMessage } from '../../triggers/jobs/job-queue-message.ts';
import { jobSchedulesTimer } from '../../triggers/jobs/job-schedules-timer.ts';
import { aPriceList, aRetention } from './builders.ts';
import { checkAnswer } from './check-answer.ts';
import { FakeContainerOperations } from './fakes/fake-container-operations.ts';
import { FakeContainers } from './fakes/fake-containers.ts';
import { FakeCreationBudget } from './fakes/fake-creation-budget.ts';
import { FakeDeliveries } from './fakes/fake-deliveries.ts';
import { FakeFleetMemories } from './fakes/fake-fleet-memories.ts';
import { FakeFleetServers } from './fakes/fake-fleet-servers.ts';
import { FakeFleetSessions } from './fakes/fake-fleet-sessions.ts';
import { FakeIdempotencyKeys } from './fakes/fake-idempotency-keys.ts';
import { FakeKubeObjects } from './fakes/fake-kube-objects.ts';
import { FakeKubeWorkloads } from './fakes/fake-kube-workloads.ts';
import { FakeLanes } from './fakes/fake-lanes.ts';
import { FakeMetrics } from './fakes/fake-metrics.ts';
import { fakeClock, fakeSecrets } from './fakes/fake-outside.ts';
import { FakeRejectedEvents } from './fakes/fake-rejected-events.ts';
import { FakeReleases } from './fakes/fake-releases.ts';
import { FakeRepositories } from './fakes/fake-repositories.ts';
import { FakeRunDocuments } from './fakes/fake-run-documents.ts';
import { FakeRunIndex } from './fakes/fake-run-index.ts';
import { FakeRuns } from './fakes/fake-runs.ts';
import { FakeScheduleNotes } from './fakes/fake-schedule-notes.ts';
import { FakeServerBeats } from './fakes/fake-server-beats.ts';
import { FakeStoredFleets } from './fakes/fake-stored-fleets.ts';
import { FakeTargets } from './fakes/fake-targets.ts';
import { fakeAllocator } from './fakes/fleet-fakes.ts';

export const webhookSecret = 'a secret for the webhook';
export const callbackSecret = 'a secret of more than 32 characters.';

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** Of a body that was made piece by piece. */
  pieces: string[];
  /** The JSON of the body. */
  body: Record<string, unknown>;
};

type Call = {
  body?: string | Uint8Array | object;
  headers?: Record<string, string>;
};

/** The HTTP functions of the app over fakes, called as the host calls them: by method and path. */
export class TriggerBench {
  readonly clock = new VirtualClock();
  readonly runs = new FakeRuns();
  readonly containers = new FakeContainers(this.clock);
  readonly deliveries = new FakeDeliveries();
  readonly documents = new FakeRunDocuments();
  readonly fleetMemories = new FakeFleetMemories();
  readonly fleetServers = new FakeFleetServers();
  readonly fleetSessions = new FakeFleetSessions(this.fleetServers);
  readonly serverBeats = new FakeServerBeats();
  readonly storedFleets = new FakeStoredFleets();
  readonly idempotencyKeys = new FakeIdempotencyKeys();
  readonly targets = new FakeTargets();
  readonly budget = new FakeCreationBudget();
  readonly containerOperations = new FakeContainerOperations();
  readonly lanes = new FakeLanes();
  readonly repositories = new FakeRepositories();
  readonly rejectedEvents = new FakeRejectedEvents();
  readonly runIndex = new FakeRunIndex();
  readonly scheduleNotes = new FakeScheduleNotes();
  readonly logged: string[] = [];
  readonly secrets: Record<string, string> = {};
  readonly tokens = callbackTokens(new Secret(callbackSecret), fakeClock(this.clock));
  readonly kubeObjects = new FakeKubeObjects();
  catalogText: string | undefined;
  storageIsOut = false;
  /** Whether the calls of the Build 2018 sample are answered. Set before the first call. */
  has2018 = false;
  /** The function keys of the app; without them it asks for none. */
  keys: string[] | undefined;
  /** Whether callers show keys, or have roles. Set before the first call. */
  access: 'keys' | 'roles' = 'keys';
  /** Why GitHub's webhooks are turned off. Set before the first call. */
  githubProblem: string | undefined;
  #ids = 0;
  #triggers: HttpTrigger[] | undefined;

  constructor(sites: ReadonlyArray<Partial<Site> & { name: string }> = [{ name: 'blog' }]) {
    const entries = sites.map(({ name, ...site }) => [
      name,
      { repository: `https://github.com/acme/${name}.git`, url: `https://${name}.example.com/`, ...site },
    ]);
    this.catalogText = JSON.stringify({ sites: Object.fromEntries(entries) });
  }

  /** Calls the function whose route and method fit, and sees that the answer is one that it describes. */
  async call(method: string, path: string, { body, headers = {} }: Call = {}): Promise<Answer> {
    const url = new URL(path, 'https://slipway.test');
    this.#triggers ??= httpTriggers(this.#dependencies);
    for (const trigger of this.#triggers) {
      const params = paramsOf(trigger.route, url.pathname);
      if (![trigger.method, ...(trigger.otherMethods ?? [])].includes(method as HttpMethod) || !params)
        continue;
      const bytes = bytesOf(body);
      const request = new HttpRequest({
        method,
        url: url.href,
        headers: { ...(bytes ? { 'content-length': String(bytes.byteLength) } : {}), ...headers },
        query: Object.fromEntries(url.searchParams),
        params,
        ...(bytes ? { body: { bytes } } : {}),
      });
      const context = new InvocationContext({
        invocationId: 'invocation-1',
        functionName: trigger.name,
        logHandler: (_level, ...parts) => this.logged.push(parts.map(String).join(' ')),
      });
      const init = (await render(trigger, this.#dependencies)(request, context)) as HttpResponseInit;
      const answer = await answerOf(init);
      checkAnswer(trigger, answer);
      return answer;
    }
    throw new Error(`No function answers ${method} ${path}.`);
  }

  /** Hands over a message of a queue, as the host does. */
  async queueMessage(queue: string, message: QueueMessage): Promise<void> {
    await jobQueueMessage(this.#dependencies, this.runs, queue, message, this.#log);
  }

  /** Delivers an event as Event Grid does. */
  async gridEvent(event: unknown): Promise<void> {
    await jobGridEvents(this.#dependencies, this.runs, event, this.#log);
  }

  /** Lets the timer of the schedules come due. */
  async schedules(): Promise<void> {
    await jobSchedulesTimer(this.#dependencies, this.runs, this.#log);
  }

  readonly #log = (line: string): void => void this.logged.push(line);

  /** Delivers a push as GitHub does. */
  async push(
    payload: Record<string, unknown> | string,
    headers: Record<string, string | undefined> = {},
  ): Promise<Answer> {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const all = {
      'x-hub-signature-256': await sign(webhookSecret, body),
      'x-github-delivery': 'delivery-1',
      'x-github-event': 'push',
      'content-type': 'application/json',
      ...headers,
    };
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.call('POST', '/api/webhooks/github', { body, headers: Object.fromEntries(given) });
  }

  get #dependencies(): TriggerDependencies {
    this.#made ??= this.#make();
    return this.#made;
  }
  #made: TriggerDependencies | undefined;

  #make(): TriggerDependencies {
    const clock = fakeClock(this.clock);
    const source: CatalogSource = {
      name: 'catalog.json',
      version: async () => this.catalogText,
      read: async () => this.catalogText,
    };
    const github = {
      webhookSecrets: this.githubProblem ? [] : [new Secret(webhookSecret)],
      problem: this.githubProblem,
      token: undefined,
      apiUrl: 'http://127.0.0.1:1',
    };
    const catalogs = catalogStore({
      source,
      clock,
      locations: ['westeurope'],
      log: (line) => this.logged.push(line),
    });
    const definitions = fleetDefinitions({
      catalogs,
      stored: this.storedFleets,
      memories: this.fleetMemories,
      locations: ['westeurope'],
    });
    return {
      settings: {
        access: this.access,
        publicUrl: 'https://slipway.test',
        hub: 'test',
        kubeGatewayUrl: undefined,
        locations: ['westeurope'],
        maxGroups: 100,
        creationRates: { per5Minutes: 100, perHour: 300 },
        listPrices: aPriceList(),
        sweepSchedule: '0 */5 * * * *',
        cleanUpSchedule: '0 */15 * * * *',
        retention: aRetention(),
        resourceGroup: 'games',
        api2018: this.has2018,
      },
      allocator: fakeAllocator({ ...this, fleetDefinitions: definitions }, clock),
      budget: this.budget,
      catalogs,
      clock,
      containerOperations: this.containerOperations,
      deliveries: this.deliveries,
      documents: this.documents,
      fleetDefinitions: definitions,
      fleetMemories: this.fleetMemories,
      fleetServers: this.fleetServers,
      fleetSessions: this.fleetSessions,
      serverBeats: this.serverBeats,
      storedFleets: this.storedFleets,
      idempotencyKeys: this.idempotencyKeys,
      kubernetes: {
        objects: this.kubeObjects,
        workloads: new FakeKubeWorkloads(),
        hasAccess: async (key) => !this.keys || (key !== undefined && this.keys.includes(key)),
      },
      jobQueues: [],
      lanes: this.lanes,
      rejectedEvents: this.rejectedEvents,
      repositories: this.repositories,
      runIndex: this.runIndex,
      git: gitProviders({ github }, fakeSecrets()),
      tokens: this.tokens,
      checkStorage: async () => {
        if (this.storageIsOut) throw new Error('The storage is out, as the test wants it.');
      },
      metrics: new FakeMetrics(),
      tracing: silentTelemetry.tracing,
      runsOf: (_context, traceparent) => {
        this.runs.traceparent = traceparent;
        return this.runs;
      },
      releases: new FakeReleases(),
      scheduleNotes: this.scheduleNotes,
      secrets: fakeSecrets(this.secrets),
      targets: this.targets,
      newId: () => `id-${++this.#ids}`,
      pause: async (ms) => this.clock.advanceBy(ms),
      containers: this.containers,
      version: '1.2.3',
    };
  }
}

/** A push of GitHub to the main branch of acme/blog. */
export function aPush(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ref: 'refs/heads/main',
    before: 'a'.repeat(40),
    after: 'b'.repeat(40),
    deleted: false,
    repository: {
      full_name: 'acme/blog',
      clone_url: 'https://github.com/acme/blog.git',
      ssh_url: 'git@github.com:acme/blog.git',
      html_url: 'https://github.com/acme/blog',
    },
    ...overrides,
  };
}

function paramsOf(route: string, path: string): Record<string, string> | undefined {
  const pattern = route.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const match = new RegExp(`^/api/${pattern}$`).exec(path);
  return match ? { ...match.groups } : undefined;
}

function bytesOf(body: Call['body']): Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

async function answerOf({ status = 200, headers = {}, body, jsonBody }: HttpResponseInit): Promise<Answer> {
  const pieces = await piecesOf(body);
  const text = jsonBody === undefined ? pieces.join('') : JSON.stringify(jsonBody);
  const parsed = (): Record<string, unknown> => {
    try {
      return JSON.parse(text);
    } catch {
      return {};
    }
  };
  return { status, headers: new Headers(headers as Record<string, string>), text, pieces, body: parsed() };
}

async function piecesOf(body: HttpResponseInit['body']): Promise<string[]> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body))
    return [String(body ?? '')];
  const pieces: string[] = [];
  for await (const piece of body as AsyncIterable<Uint8Array>)
    pieces.push(Buffer.from(piece).toString('utf8'));
  return pieces;
}
