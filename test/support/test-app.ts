import { onTestFinished } from 'vitest';
import { createActivities } from '../../activities/index.ts';
import type { Site } from '../../lib/catalog.ts';
import { registerActivities, registerOrchestrators } from '../../lib/durable/register.ts';
import { VirtualClock } from '../../local/clock.ts';
import type { DurableFunctions } from '../../local/durable/functions-port.ts';
import { type DurableEngine, startDurableEngine } from '../../local/durable/index.ts';
import { startFunctionsHost } from '../../local/functions/index.ts';
import type {
  OrchestratorInput,
  OrchestratorName,
  OrchestratorResult,
} from '../../orchestrators/contract.ts';
import { orchestrators } from '../../orchestrators/index.ts';
import { checkReplay } from './check-replay.ts';
import { FakeContainers } from './fakes/fake-containers.ts';
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
import { FakeReleases } from './fakes/fake-releases.ts';
import { FakeRunDocuments } from './fakes/fake-run-documents.ts';

/** More timers than any of our runs needs: a run that goes on for ever fails its test instead of hanging it. */
const mostTimers = 2_000;

const finalStates = new Set(['Completed', 'Failed', 'Terminated']);

/**
 * The app's orchestrators and activities on the real engine, in memory, with a virtual clock and a fake outside world.
 * When the test ends, every run is replayed from its own history after every step and must ask for the same actions.
 */
export class TestApp {
  readonly clock = new VirtualClock();
  readonly catalogs: FakeCatalogs;
  readonly cdn = new FakeCdn();
  readonly commits = new FakeCommits();
  readonly commitStatuses = new FakeCommitStatuses();
  readonly containers = new FakeContainers(this.clock);
  readonly documents = new FakeRunDocuments();
  readonly releases = new FakeReleases();
  readonly liveSites: FakeLiveSites;
  readonly secrets: Record<string, string> = {};
  /** Each activity call: its name, in order of the calls. */
  readonly calls: string[] = [];
  #engine: DurableEngine | undefined;
  #functions: DurableFunctions | undefined;

  constructor(sites: readonly Site[]) {
    this.catalogs = new FakeCatalogs(sites);
    this.liveSites = new FakeLiveSites(this.releases, this.catalogs);
  }

  get engine(): DurableEngine {
    if (!this.#engine) throw new Error('The test app is not started.');
    return this.#engine;
  }

  async start(): Promise<this> {
    const host = await startFunctionsHost({
      app: { register: () => this.#register() },
      port: 0,
      clock: this.clock,
      durable: async (functions) => {
        this.#functions = functions;
        this.#engine = await startDurableEngine({ file: ':memory:', clock: this.clock, functions });
        return this.#engine;
      },
    });
    onTestFinished(async () => {
      try {
        await this.checkReplays();
      } finally {
        await host.stop();
      }
    });
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
    await this.advanceUntil(() => finalStates.has(this.status(instanceId).runtimeStatus));
    const { runtimeStatus, output } = this.status(instanceId);
    if (runtimeStatus !== 'Completed')
      throw new Error(`"${instanceId}" is ${runtimeStatus}: ${JSON.stringify(output)}`);
    return output;
  }

  /** Lets time pass, timer by timer, until something is true. Throws when nothing is left that could make it true. */
  async advanceUntil(condition: () => boolean): Promise<void> {
    for (let timers = 0; timers < mostTimers; timers++) {
      await this.engine.whenIdle();
      if (condition()) return;
      if (!this.clock.advanceToNext())
        throw new Error('Nothing is left to wait for, and it has not happened.');
    }
    throw new Error(`It has not happened after ${mostTimers} timers.`);
  }

  status(instanceId: string): NonNullable<ReturnType<DurableEngine['client']['status']>> {
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

  async checkReplays(): Promise<void> {
    for (const { instanceId, name } of this.engine.client.list({ top: 1_000 }).instances) {
      const history = this.engine.history(instanceId);
      if (history && this.#functions) await checkReplay(this.#functions, name, instanceId, history);
    }
  }

  #register(): void {
    const activities = createActivities({
      catalogs: this.catalogs,
      cdn: this.cdn,
      clock: fakeClock(this.clock),
      commits: this.commits,
      commitStatuses: this.commitStatuses,
      containers: this.containers,
      documents: this.documents,
      liveSites: this.liveSites,
      releases: this.releases,
      secrets: fakeSecrets(this.secrets),
      tokens: new FakeCallbackTokens(),
      settings: {
        publicUrl: 'https://slipway.test',
        hub: 'test',
        hugoImage: 'slipway/hugo:test',
        locations: ['westeurope'],
      },
    });
    registerOrchestrators(orchestrators);
    registerActivities(activities);
  }
}

/** Starts a test app with these sites; it ends, and is checked, with the test. */
export function startTestApp(sites: readonly Site[] = []): Promise<TestApp> {
  return new TestApp(sites).start();
}
