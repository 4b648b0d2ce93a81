import * as df from 'durable-functions';
import { onTestFinished } from 'vitest';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { VirtualClock } from '../../local/clock.ts';
import { type DurableEngine, eventType, type HistoryEvent } from '../../local/durable/index.ts';
import { startTestHost } from '../../local/testing/index.ts';

export type WorkflowBench = {
  clock: VirtualClock;
  engine: DurableEngine;
  /** Moves the clock from timer to timer until the run has ended; its output. */
  outcome(): Promise<unknown>;
  /** Milliseconds on the clock since the run began. */
  elapsedMs(): number;
  history(): readonly HistoryEvent[];
  raise(event: string, data: unknown): Promise<unknown>;
};

/** Starts one orchestrator, given as a generator, with activities of its own; replayed when the test ends. Its id is `run`. */
export async function startWorkflow(
  workflow: (ctx: OrchestrationContext) => Workflow<unknown>,
  activities: Record<string, (input: unknown) => unknown> = {},
): Promise<WorkflowBench> {
  const clock = new VirtualClock();
  const host = await startTestHost({
    app: {
      register: () => {
        df.app.orchestration('workflow', workflow);
        for (const [name, handler] of Object.entries(activities)) df.app.activity(name, { handler });
      },
    },
    clock,
  });
  onTestFinished(() => host.stop());
  await host.client.start('workflow', { instanceId: 'run' });
  await host.idle();
  return {
    clock,
    engine: host.engine,
    async outcome() {
      const status = await host.waitFor('run');
      if (status.runtimeStatus !== 'Completed') throw new Error(String(status.output));
      return status.output;
    },
    elapsedMs: () => host.elapsedMs,
    history: () => host.history('run'),
    raise: (event, data) => host.client.raiseEvent('run', event, data),
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
