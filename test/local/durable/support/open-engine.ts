import '../../../../local/functions/worker/install-core.ts';
import { onTestFinished } from 'vitest';
import { VirtualClock } from '../../../../local/clock.ts';
import {
  type DurableEngine,
  type DurableTaskSettings,
  type LogEntry,
  type StatusBody,
  startDurableEngine,
  type TrapName,
} from '../../../../local/durable/index.ts';
import { Dispatcher } from '../../../../local/functions/dispatcher.ts';
import { durableFunctions } from '../../../../local/functions/durable-host.ts';
import { hostFunctions } from '../../../../local/functions/host-function.ts';
import { FunctionRegistry, registerInto } from '../../../../local/functions/index.ts';

export type TestEngine = DurableEngine & {
  clock: VirtualClock;
  log: LogEntry[];
  /** The lines about one trap. */
  traps(name: TrapName): string[];
  /** Starts an orchestrator and waits until nothing moves but the clock. */
  run(name: string, input?: unknown, instanceId?: string): Promise<StatusBody>;
  /** The status once nothing moves but the clock. */
  settled(instanceId: string): Promise<StatusBody>;
  /** Moves the clock and waits until nothing else moves. */
  pass(ms: number): Promise<void>;
};

export type TestEngineOptions = { file?: string; clock?: VirtualClock; settings?: DurableTaskSettings };

/** An engine in memory, run by the real worker and the real library, on a clock that the test moves. */
export async function openEngine(
  register: () => void,
  { file = ':memory:', clock = new VirtualClock(), settings }: TestEngineOptions = {},
): Promise<TestEngine> {
  const log: LogEntry[] = [];
  const registry = new FunctionRegistry(() => {});
  registerInto(registry, register);
  const dispatcher = new Dispatcher(registry, clock, undefined);
  dispatcher.open(undefined);
  const engine = await startDurableEngine({
    file,
    clock,
    functions: durableFunctions(hostFunctions(registry, {}), dispatcher),
    ...(settings && { settings }),
    log: (entry) => log.push(entry),
  });
  onTestFinished(() => engine.stop(0));
  const settled = async (instanceId: string): Promise<StatusBody> => {
    await engine.whenIdle();
    const status = engine.client.status(instanceId, { showHistory: true, showHistoryOutput: true });
    if (!status) throw new Error(`There is no instance '${instanceId}'.`);
    return status;
  };
  return Object.assign(engine, {
    clock,
    log,
    traps: (name: TrapName) => log.filter((entry) => entry.trap === name).map((entry) => entry.message),
    settled,
    async run(name: string, input?: unknown, instanceId?: string) {
      const id = await engine.client.start(name, { input, ...(instanceId !== undefined && { instanceId }) });
      return settled(id);
    },
    async pass(ms: number) {
      // Step by step: what falls due on the way may set timers that fall due too.
      const end = clock.now() + ms;
      await engine.whenIdle();
      for (let due = clock.nextDueMs; due !== undefined && due <= end; due = clock.nextDueMs) {
        clock.advanceToNext();
        await engine.whenIdle();
      }
      clock.advanceBy(end - clock.now());
      await engine.whenIdle();
    },
  });
}
