import * as df from 'durable-functions';
import type { DurableTaskSettings, HistoryEvent, Imitation, StatusBody } from '../durable/index.ts';
import type { AppLog } from './app-log.ts';
import type { ActivityFake, EntityFake, FakeCall, Orchestrator, OrchestratorFake } from './fakes.ts';
import type { RecordedCall } from './faults/activity-faults.ts';
import { registerOrchestrator } from './register-orchestrator.ts';
import { startTestHost } from './start-test-host.ts';
import type { TestHost } from './test-host.ts';
import type { Strictness } from './traps.ts';

/** An event that comes so many seconds after the start. */
export type TimedEvent = { at: number; name: string; data?: unknown };

export type RunOptions<Input> = {
  input?: Input;
  activities?: { readonly [name: string]: ActivityFake };
  /** Children that the orchestrator calls. */
  orchestrators?: { readonly [name: string]: OrchestratorFake };
  entities?: { readonly [name: string]: EntityFake };
  events?: readonly TimedEvent[];
  /** `run` by default. */
  instanceId?: string;
  /** The name under which it is registered; the function's own by default. */
  name?: string;
  strict?: Strictness;
  settings?: DurableTaskSettings;
  /** Ways of Azure that tests are else spared. */
  imitateAzure?: Imitation;
  /** So long it may take on the virtual clock. */
  withinSeconds?: number;
  /** Hears of the host before the run begins, to make it crash or lose something. */
  prepare?: (host: TestHost) => void;
};

export type OrchestratorRun<Output> = {
  status: StatusBody['runtimeStatus'];
  /** The error's text when the run failed. */
  output: Output;
  customStatus: unknown;
  history: readonly HistoryEvent[];
  logs: readonly AppLog[];
  /** Every call of an activity, in order. */
  calls: readonly RecordedCall[];
  /** How long it took on the virtual clock. */
  elapsedMs: number;
};

/**
 * Runs one orchestrator to its end on the real engine with a virtual clock, everything it calls being a fake. Rejects
 * with a TrapError for what would go wrong on Azure, and with StillOpen, which lists what it waits for, when it can't end.
 */
export async function runOrchestrator<Input, Output>(
  orchestrator: Orchestrator<Input, Output>,
  options: RunOptions<Input> = {},
): Promise<OrchestratorRun<Output>> {
  const { instanceId = 'run', name = orchestrator.name || 'orchestrator', events = [] } = options;
  let host: TestHost | undefined;
  const sleep = (seconds: number): Promise<void> => host?.sleep(seconds) ?? Promise.resolve();
  const started = await startTestHost({
    app: {
      register() {
        registerOrchestrator(name, orchestrator);
        for (const [child, fake] of Object.entries(options.orchestrators ?? {})) registerChild(child, fake);
        for (const [activity, fake] of Object.entries(options.activities ?? {}))
          registerActivity(activity, fake, sleep);
        for (const [entity, fake] of Object.entries(options.entities ?? {}))
          df.app.entity(entity, fake as df.EntityHandler<unknown>);
      },
    },
    ...(options.strict !== undefined && { strict: options.strict }),
    ...(options.settings && { settings: options.settings }),
    ...(options.imitateAzure && { imitateAzure: options.imitateAzure }),
  });
  host = started;
  try {
    options.prepare?.(started);
    const startMs = started.clock.now();
    for (const { at, name: event, data = null } of events) {
      started.clock.at(startMs + at * 1_000, () => {
        // The run may have ended already, or the host may just have crashed: the event then is lost.
        started.client.raiseEvent(instanceId, event, data).catch(() => {});
      });
    }
    await started.start(name, { instanceId, input: options.input });
    const { withinSeconds } = options;
    const status = await started.waitFor(instanceId, withinSeconds === undefined ? {} : { withinSeconds });
    const elapsedMs = started.elapsedMs;
    await started.checkReplays();
    return {
      status: status.runtimeStatus,
      output: status.output as Output,
      customStatus: status.customStatus,
      history: started.history(instanceId),
      logs: started.logs,
      calls: started.calls,
      elapsedMs,
    };
  } finally {
    await started.abandon();
  }
}

function registerChild(name: string, fake: OrchestratorFake): void {
  if (typeof fake === 'function') registerOrchestrator(name, fake);
  else
    registerOrchestrator(name, function* () {
      return fake;
    });
}

function registerActivity(name: string, fake: ActivityFake, sleep: FakeCall['sleep']): void {
  let calls = 0;
  df.app.activity(name, {
    handler: (input: unknown, context) => {
      calls++;
      if (typeof fake !== 'function') return fake;
      const instanceId = String(context.triggerMetadata?.instanceId ?? '');
      return (fake as (input: unknown, call: FakeCall) => unknown)(input, { instanceId, call: calls, sleep });
    },
  });
}
