import '../../../../local/functions/worker/install-core.ts';
import * as df from 'durable-functions';
import { systemClock } from '../../../../local/clock.ts';
import { startDurableEngine } from '../../../../local/durable/index.ts';
import { Dispatcher } from '../../../../local/functions/dispatcher.ts';
import { durableFunctions } from '../../../../local/functions/durable-host.ts';
import { hostFunctions } from '../../../../local/functions/host-function.ts';
import { FunctionRegistry, registerInto } from '../../../../local/functions/index.ts';

/** Steps of an orchestration that takes a while; `onStep` hears of each run of the activity. */
export function workApp(onStep: (step: number) => void): void {
  df.app.activity('Step', {
    handler: async (step: number) => {
      onStep(step);
      await new Promise((resolve) => setTimeout(resolve, 2));
      return step;
    },
  });
  df.app.orchestration('Work', function* (context) {
    const done: number[] = [];
    for (let step = 0; step < 40; step++) done.push(yield context.df.callActivity('Step', step));
    return done.length;
  });
}

/** The body of a process that a test kills: works on the file and prints each step as a line. */
export async function main(file: string): Promise<void> {
  const registry = new FunctionRegistry(() => {});
  registerInto(registry, () => workApp((step) => process.stdout.write(`${step}\n`)));
  const dispatcher = new Dispatcher(registry, systemClock, undefined);
  dispatcher.open(undefined);
  const functions = durableFunctions(hostFunctions(registry, {}), dispatcher);
  const engine = await startDurableEngine({ file, clock: systemClock, functions });
  await Promise.all(
    Array.from({ length: 5 }, (_, n) => engine.client.start('Work', { instanceId: `work-${n}` })),
  );
}
