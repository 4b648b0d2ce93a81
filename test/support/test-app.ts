import { createHash } from 'node:crypto';
import { expect, inject, onTestFinished } from 'vitest';
import { createActivities } from '../../activities/index.ts';
import type {
  OrchestratorInput,
  OrchestratorName,
  OrchestratorResult,
} from '../../contract/orchestrators.ts';
import type { Site } from '../../contract/sites.ts';
import { registerActivities, registerOrchestrators } from '../../lib/durable/register.ts';
import type { Tracing } from '../../lib/ports/tracing.ts';
import { silentTelemetry } from '../../lib/telemetry/silent-telemetry.ts';
import { VirtualClock } from '../../local/clock.ts';
import type { DurableEngine, StatusBody } from '../../local/durable/index.ts';
import { type Imitation, type Strictness, startTestHost, type TestHost } from '../../local/testing/index.ts';
import { orchestrators } from '../../orchestrators/index.ts';
import { aPriceList } from './builders.ts';
import { FakeContainers } from './fakes/fake-containers.ts';
import { FakeCreationBudget } from './fakes/fake-creation-budget.ts';
import { FakeFileShares } from './fakes/fake-file-shares.ts';
import { FakeFleetDefinitions } from './fakes/fake-fleet-definitions.ts';
import { FakeFleetMemories } from './fakes/fake-fleet-memories.ts';
import { FakeFleetServers } from './fakes/fake-fleet-servers.ts';
import { FakeFleetSessions } from './fakes/fake-fleet-sessions.ts';
import { FakeGameQueries } from './fakes/fake-game-queries.ts';
import { FakeKubeObjects } from './fakes/fake-kube-objects.ts';
import { FakeLanes } from './fakes/fake-lanes.ts';
import { FakeMetrics } from './fakes/fake-metrics.ts';
import {
  FakeCallbackTokens,
  FakeCatalogs,
  FakeCdn,
  FakeCommitStatuses,
  FakeCommits,
  FakeLiveSites,
  fakeClock,
  fakeSecrets,
} from './fakes/fake-outside.ts';
import { FakePromotionPlans } from './fakes/fake-promotion-plans.ts';
import { FakeReleases } from './fakes/fake-releases.ts';
import { FakeRunDocuments } from './fakes/fake-run-documents.ts';
import { FakeRunIndex } from './fakes/fake-run-index.ts';
import { FakeServerBeats } from './fakes/fake-server-beats.ts';
import { FakeServerCalls } from './fakes/fake-server-calls.ts';
import { FakeStoredFleets } from './fakes/fake-stored-fleets.ts';
import { FakeKeepingNotes, FakeStoredItems } from './fakes/fake-stored-items.ts';
import { FakeTargets } from './fakes/fake-targets.ts';
import { fakeAllocator } from './fakes/fleet-fakes.ts';

/**
 * The app's orchestrators and activities in the test bench, with a fake outside world. Whatever would go wrong on Azure
 * fails the test, and so does a replay that asks for other actions.
 */
export class TestApp {
  readonly clock = new VirtualClock();
  readonly budget = new FakeCreationBudget();
  readonly catalogs: FakeCatalogs;
  readonly cdn = new FakeCdn();
  readonly commits = new FakeCommits();
  readonly commitStatuses = new FakeCommitStatuses();
  readonly containers = new FakeContainers(this.clock);
  readonly documents = new FakeRunDocuments();
  readonly fileShares = new FakeFileShares();
  readonly fleetDefinitions = new FakeFleetDefinitions();
  readonly fleetMemories = new FakeFleetMemories();
  readonly fleetServers = new FakeFleetServers();
  readonly fleetSessions = new FakeFleetSessions(this.fleetServers);
  readonly gameQueries = new FakeGameQueries();
  readonly plans = new FakePromotionPlans();
  readonly releases = new FakeReleases();
  readonly targets = new FakeTargets();
  readonly keepingNotes = new FakeKeepingNotes();
  readonly kubeObjects = new FakeKubeObjects();
  readonly storedItems = new FakeStoredItems();
  readonly lanes = new FakeLanes();
  readonly runIndex = new FakeRunIndex();
  readonly serverBeats = new FakeServerBeats();
  readonly serverCalls = new FakeServerCalls();
  readonly storedFleets = new FakeStoredFleets();
  readonly tokens = new FakeCallbackTokens(fakeClock(this.clock));
  readonly liveSites: FakeLiveSites;
  readonly metrics = new FakeMetrics();
  /** Set before the start where a test looks at it. */
  tracing: Tracing = silentTelemetry.tracing;
  readonly secrets: Record<string, string> = {};
  /** Each activity call: its name, in order of the calls. */
  readonly calls: string[] = [];
  #host: TestHost | undefined;

  constructor(sites: readonly Site[]) {
    this.catalogs = new FakeCatalogs(sites);
    this.liveSites = new FakeLiveSites(this.releases, this.catalogs);
  }

  get host(): TestHost {
    if (!this.#host) throw new Error('The test app is not started.');
    return this.#host;
  }

  get engine(): DurableEngine {
    return this.host.engine;
  }

  async start(strict?: Strictness): Promise<this> {
    const host = await startTestHost({
      app: { register: () => this.#register() },
      clock: this.clock,
      ...(imitatesAzure() && { imitateAzure: azureWays() }),
      ...(strict !== undefined && { strict }),
    });
    this.#host = host;
    onTestFinished(() => host.stop());
    return this;
  }

  /** Runs an orchestrator to its end, moving the clock whenever nothing else is left to do. */
  async run<Name extends OrchestratorName>(
    name: Name,
    input: OrchestratorInput<Name>,
    instanceId: string = name,
  ): Promise<OrchestratorResult<Name>> {
    await this.engine.client.start(name, { instanceId, input });
    return this.outcomeOf(instanceId) as Promise<OrchestratorResult<Name>>;
  }

  begin<Name extends OrchestratorName>(
    name: Name,
    input: OrchestratorInput<Name>,
    instanceId: string = name,
  ): Promise<string> {
    return this.engine.client.start(name, { instanceId, input });
  }

  /** Waits until a run has ended; its output, or an error with what the engine says. */
  async outcomeOf(instanceId: string): Promise<unknown> {
    const { runtimeStatus, output } = await this.host.waitFor(instanceId);
    if (runtimeStatus !== 'Completed')
      throw new Error(`"${instanceId}" is ${runtimeStatus}: ${JSON.stringify(output)}`);
    return output;
  }

  /** Lets time pass, timer by timer, until something is true. Throws when nothing is left that could make it true. */
  advanceUntil(condition: () => boolean): Promise<void> {
    return this.host.waitUntil(condition);
  }

  status(instanceId: string): StatusBody {
    const status = this.engine.client.status(instanceId);
    if (!status) throw new Error(`There is no run "${instanceId}".`);
    return status;
  }

  raise(instanceId: string, event: string, data: unknown): Promise<unknown> {
    return this.engine.client.raiseEvent(instanceId, event, data);
  }

  /** Seconds on the virtual clock since the app started. */
  get elapsedSeconds(): number {
    return (this.clock.now() - Date.UTC(2026, 0, 1)) / 1_000;
  }

  /** By how much a wait of so many timers may be too short here, in seconds: timers fire early on Azure. */
  earlyBy(timers: number): number {
    return imitatesAzure() ? timers : 0;
  }

  #register(): void {
    const activities = createActivities({
      allocator: fakeAllocator(this, fakeClock(this.clock)),
      budget: this.budget,
      catalogs: this.catalogs,
      cdn: this.cdn,
      clock: fakeClock(this.clock),
      commits: this.commits,
      commitStatuses: this.commitStatuses,
      containers: this.containers,
      documents: this.documents,
      fileShares: this.fileShares,
      fleetDefinitions: this.fleetDefinitions,
      fleetMemories: this.fleetMemories,
      fleetServers: this.fleetServers,
      fleetSessions: this.fleetSessions,
      gameQueries: this.gameQueries,
      keepingNotes: this.keepingNotes,
      kubeObjects: this.kubeObjects,
      lanes: this.lanes,
      liveSites: this.liveSites,
      metrics: this.metrics,
      plans: this.plans,
      releases: this.releases,
      runIndex: this.runIndex,
      secrets: fakeSecrets(this.secrets),
      serverBeats: this.serverBeats,
      serverCalls: this.serverCalls,
      storedFleets: this.storedFleets,
      targets: this.targets,
      storedItems: this.storedItems,
      tokens: this.tokens,
      settings: {
        publicUrl: 'https://slipway.test',
        headsMinutes: 15,
        hub: 'test',
        hugoImage: 'slipway/hugo:test',
        locations: ['westeurope'],
        resourceGroup: 'games',
        api2018: false,
        maxGroups: 100,
        listPrices: aPriceList(),
        creationRates: { per5Minutes: 100, perHour: 300 },
      },
    });
    registerOrchestrators(orchestrators);
    registerActivities(activities, this.tracing);
  }
}

/** The project `azure-ways` runs the tests of the orchestrators on an engine that is as unfriendly as Azure. */
function imitatesAzure(): boolean {
  return inject('imitatesAzure') ?? false;
}

/** Each test has an order of its own, which it repeats. */
function azureWays(): Imitation {
  const title = createHash('sha256').update(expect.getState().currentTestName ?? '');
  return { earlyTimers: true, redelivery: true, randomOrder: title.digest().readUInt32LE(0) };
}

declare module 'vitest' {
  interface ProvidedContext {
    imitatesAzure?: boolean;
  }
}

/** Starts a test app with these sites; it ends, and is checked, with the test. */
export function startTestApp(sites: readonly Site[] = [], strict?: Strictness): Promise<TestApp> {
  return new TestApp(sites).start(strict);
}
