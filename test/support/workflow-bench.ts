import * as df from 'durable-functions';
import { onTestFinished } from 'vitest';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { VirtualClock } from '../../local/clock.ts';
import type { DurableFunctions } from '../../local/durable/functions-port.ts';
import {
  type DurableEngine,
  eventType,
  type HistoryEvent,
  startDurableEngine,
} from '../../local/durable/index.ts';
import { startFunctionsHost } from '../../local/functions/index.ts';
import { checkReplay } from './check-replay.ts';

export type WorkflowBench = {
  clock: VirtualClock;
  engine: DurableEngine;
  /** Moves the clock from timer to timer until the run has ended; its output. */
  outcome(): Promise<unknown>;
  /** Milliseconds on the clock since the run began. */
  elapsedMs(): number;
  history(): HistoryEvent[];
  raise(event: string, data: unknown): Promise<unknown>;
};

/** Starts one orchestrator, given as a generator, with activities of its own; replayed when the test ends. Its id is `run`. */
export async function startWorkflow(
  workflow: (ctx: OrchestrationContext) => Workflow<unknown>,
  activities: Record<string, (input: unknown) => unknown> = {},
): Promise<WorkflowBench> {
  const clock = new VirtualClock();
  let engine: DurableEngine | undefined;
  let functions: DurableFunctions | undefined;
  const host = await startFunctionsHost({
    app: {
      register: () => {
        df.app.orchestration('workflow', workflow);
        for (const [name, handler] of Object.entries(activities)) df.app.activity(name, { handler });
      },
    },
    port: 0,
    clock,
    durable: async (loaded) => {
      functions = loaded;
      engine = await startDurableEngine({ file: ':memory:', clock, functions: loaded });
      return engine;
    },
  });
  if (!engine) throw new Error('The host did not start the engine.');
  const started = engine;
  const history = (): HistoryEvent[] => started.history('run') ?? [];
  onTestFinished(async () => {
    if (functions) await checkReplay(functions, 'workflow', 'run', history());
    await host.stop();
  });
  await started.client.start('workflow', { instanceId: 'run' });
  await started.whenIdle();
  return {
    clock,
    engine: started,
    async outcome() {
      for (;;) {
        await started.whenIdle();
        const status = started.client.status('run');
        if (status?.runtimeStatus === 'Completed') return status.output;
        if (status?.runtimeStatus === 'Failed') throw new Error(String(status.output));
        if (!clock.advanceToNext()) throw new Error('The run waits for something that does not come.');
      }
    },
    elapsedMs: () => clock.now() - Date.UTC(2026, 0, 1),
    history,
    raise: (event, data) => started.client.raiseEvent('run', event, data),
  };
}

/** The timers a run asked for, with how long each was. */
export function timersOf(history: readonly HistoryEvent[]): number[] {
  return history.flatMap((event) =>
    event.EventType === eventType.timerCreated
      ? [Date.parse(event.FireAt) - Date.parse(event.Timestamp)]
      : [],
  );
}
