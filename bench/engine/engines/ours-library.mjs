/** Our engine as a library: in the process that uses it, with the project's own worker, state on disk. */
import '../../../dist/local/functions/worker/install-core.js';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as df from 'durable-functions';
import { systemClock } from '../../../dist/local/clock.js';
import { startDurableEngine } from '../../../dist/local/durable/index.js';
import { Dispatcher } from '../../../dist/local/functions/dispatcher.js';
import { durableFunctions } from '../../../dist/local/functions/durable-host.js';
import { hostFunctions } from '../../../dist/local/functions/host-function.js';
import { FunctionRegistry, registerInto } from '../../../dist/local/functions/index.js';
import { Marks } from '../app/marks.mjs';
import { registerWorkflows } from '../app/register-workflows.mjs';
import { inThisProcess } from './in-this-process.mjs';

export async function open({ dataDirectory }) {
  const marks = new Marks();
  const registry = new FunctionRegistry();
  registerInto(registry, () => registerWorkflows(df, marks, join(dataDirectory, 'notes.txt')));
  const dispatcher = new Dispatcher(registry, systemClock, undefined);
  dispatcher.open(undefined);
  const openEngine = () =>
    startDurableEngine({
      file: join(dataDirectory, 'durable.db'),
      clock: systemClock,
      functions: durableFunctions(hostFunctions(registry, {}), dispatcher),
    });
  let engine = await openEngine();
  return {
    ...inThisProcess(marks),
    start: (kind, instanceId, input) => engine.client.start(kind, { instanceId, input }),
    async visible(id) {
      while (engine.client.status(id)?.runtimeStatus !== 'Completed') await sleep(0);
    },
    signal: (id) => engine.client.raiseEvent(id, 'go', 1),
    stamps: async () => marks.stamps,
    historyLength: (id) => engine.history(id).length,
    /** A new start on the same file, with nothing in memory. */
    async reopen() {
      await engine.stop();
      engine = await openEngine();
    },
    stop: () => engine.stop(),
  };
}
