import { type Clock, systemClock, VirtualClock } from '../clock.ts';
import type {
  DurableEngineOptions,
  DurableFunctions,
  DurableTaskSettings,
  Imitation,
  LogEntry,
} from '../durable/index.ts';
import { positionsOf } from '../functions/code/code-position.ts';
import {
  type FunctionRegistry,
  type FunctionsApp,
  importedRegistry,
  startFunctionsHost,
} from '../functions/index.ts';
import type { AppLog } from './app-log.ts';
import { ActivityDesk } from './faults/activity-faults.ts';
import { CrashPlan } from './faults/crash-plan.ts';
import { EventFaults } from './faults/event-faults.ts';
import { interceptActivities } from './intercept-activities.ts';
import { GroupWatch } from './observe/group-watch.ts';
import { guardCrypto, unguarded } from './observe/guarded-globals.ts';
import { OrchestratorObserver } from './observe/orchestrator-observer.ts';
import { ReplayWatch } from './observe/replay-watch.ts';
import { SwappableEngine } from './swappable-engine.ts';
import { TestHost } from './test-host.ts';
import { type Strictness, Traps } from './traps.ts';

export type TestHostOptions = {
  /**
   * A built app's directory, or code that registers functions (`df.app.orchestration(...)`), with host.json's content. Without
   * it: what the modules have registered that the test imported after this one.
   */
  app?: { directory: string } | { register?: () => void; hostJson?: Record<string, unknown> };
  /** Short for `app: { directory }`. */
  directory?: string;
  /** `virtual` by default: it stands still, and `waitFor` moves it to the next timer whenever nothing else goes on. */
  clock?: 'virtual' | 'real' | Clock;
  /** Whether traps of Azure fail the test: yes by default; some can be allowed by name. */
  strict?: Strictness;
  /** Keeps the hub in a file, which another host can open once this one has stopped; in memory by default. */
  file?: string;
  /** Beside what host.json says under `extensions.durableTask`. */
  settings?: DurableTaskSettings;
  /** Ways of Azure that tests are else spared: early timers, late redelivery, random orders. */
  imitateAzure?: Imitation;
};

/** Starts an app on the real engine, in this process. Hosts know nothing of each other, so tests can run side by side. */
export async function startTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const app = appOf(options);
  const clock = clockOf(options.clock);
  const traps = new Traps(options.strict ?? true);
  const watch = new ReplayWatch(traps);
  const groups = new GroupWatch(traps);
  const observer = new OrchestratorObserver(
    {
      onTurn(turn) {
        watch.see(turn);
        groups.see(turn);
      },
      onMisstep(turn, trap, problem, at) {
        const own = positionsOf(at);
        const positions = own.length > 0 ? own : turn.positionsAt(undefined);
        return traps.add({ trap, problem, instanceId: turn.instanceId, orchestrator: turn.name, positions });
      },
    },
    traps.watchesFor('notRepeatable'),
  );
  if (traps.watchesFor('notRepeatable')) guardCrypto();
  const logs: AppLog[] = [];
  const engineLog: LogEntry[] = [];
  const events = new EventFaults();
  const crashes = new CrashPlan();
  let engine: SwappableEngine | undefined;
  const running = (): SwappableEngine => {
    if (!engine) throw new Error('The host has no engine: the app could not be loaded.');
    return engine;
  };
  const desk = new ActivityDesk(clock, (wait) => running().current.whileIdle(wait));
  let functions: DurableFunctions | undefined;

  const host = await startFunctionsHost({
    app,
    port: 0,
    clock,
    // Looking for work without an end would keep a test from noticing that nothing goes on any more.
    servesStorage: false,
    whenLoaded: (registry: FunctionRegistry) => registry.hooks.preInvocation.push(observer.hook),
    log: ({ category, level, message, functionName, trap }) => {
      const whose = functionName === undefined ? '' : `function '${functionName}': `;
      if (trap) traps.add({ trap, problem: whose + message });
      if (category !== 'user') return;
      unguarded(() => logs.push({ level, message, ...(functionName !== undefined && { functionName }) }));
    },
    durable: async (loaded, { hubName, connectionName, durableTask }) => {
      functions = interceptActivities(loaded, desk);
      const engineOptions: DurableEngineOptions = {
        file: options.file ?? ':memory:',
        clock,
        functions,
        ...(hubName !== undefined && { hubName }),
        ...(connectionName !== undefined && { connectionName }),
        settings: { ...durableTask, ...options.settings },
        ...(options.imitateAzure && { imitateAzure: options.imitateAzure }),
        log: (entry) => {
          engineLog.push(entry);
          noteTrap(entry);
        },
        seams: {
          copiesOf: (instanceId, name) => events.copiesOf(instanceId, name),
          crashesAt: (point, turns) => {
            if (!crashes.takes(point, turns)) return false;
            queueMicrotask(() => void running().crash());
            return true;
          },
        },
      };
      engine = await SwappableEngine.start(engineOptions, () => watch.crashed());
      return engine;
    },
  });

  function noteTrap({ trap, message, instanceId, place }: LogEntry): void {
    // Whether it is one task or two alike the bench sees for itself.
    if (trap === undefined || trap === 'taskAgain') return;
    const turn = instanceId === undefined ? undefined : observer.lastTurn(instanceId);
    if (trap === 'statusLost' && turn) {
      watch.statusLost(turn.instanceId, turn.positionsAt(undefined));
      return;
    }
    traps.add({
      trap,
      problem: message,
      instanceId,
      orchestrator: turn?.name,
      positions: turn?.positionsAt(place) ?? [],
    });
  }

  if (host.startError) {
    await host.stop();
    traps.throwNew();
    throw host.startError;
  }
  return new TestHost({
    host,
    clock,
    engine: running(),
    functions: functions as DurableFunctions,
    observer,
    traps,
    desk,
    events,
    crashes,
    logs,
    engineLog,
  });
}

function appOf({ app, directory }: TestHostOptions): FunctionsApp {
  if (directory !== undefined) return { directory };
  if (app && 'directory' in app) return app;
  if (app?.register) return { ...app, register: app.register };
  if (importedRegistry().functions.size === 0) throw new Error(nothingRegistered);
  return { ...(app?.hostJson && { hostJson: app.hostJson }), imported: true };
}

const nothingRegistered =
  'Nothing has been registered. Import the test bench before the files that register functions, as "@azure/functions" asks only once whether a host is there; or write startTestHost({ app: { register } }), or startTestHost({ directory }) for a built app. Under Jest, "@azure/functions-core" must lead to the bench, see docs/testing.md.';

function clockOf(given: TestHostOptions['clock'] = 'virtual'): Clock {
  if (given === 'virtual') return new VirtualClock();
  return given === 'real' ? systemClock : given;
}
