import { OpenWorkflow } from 'openworkflow';
import { Marks } from '../app/marks.mjs';
import { inThisProcess } from './in-this-process.mjs';

/** How many runs it may work on at once; its default is 1. */
const concurrency = 50;

/** OpenWorkflow with the worker in this process, on any of its backends. */
export async function openWorkflow(backend) {
  const marks = new Marks();
  const client = new OpenWorkflow({ backend });
  const workflows = define(client, marks);
  const worker = client.newWorker({ concurrency });
  await worker.start();
  const handles = new Map();
  return {
    ...inThisProcess(marks),
    async start(kind, id, size) {
      handles.set(id, await workflows[kind].run({ id, size }));
    },
    visible: (id) => handles.get(id).result(),
    signal: (id) => client.sendSignal({ signal: `go-${id}`, data: 1 }),
    async stop() {
      await worker.stop();
      await backend.stop();
    },
  };
}

function define(client, marks) {
  const define = (name, run) => client.defineWorkflow({ name }, run);
  return {
    chain: define('chain', async ({ input: { id }, step }) => {
      for (let number = 0; number < 5; number++)
        await step.run({ name: `step-${number}` }, async () => number);
      marks.finish(id);
    }),
    event: define('event', async ({ input: { id }, step }) => {
      marks.reach(id);
      await step.waitForSignal({ signal: `go-${id}` });
      marks.finish(id);
    }),
    timer: define('timer', async ({ input: { id }, step }) => {
      const dueMs = marks.note(id, Date.now() + 1_000);
      await step.sleep('wait', '1s');
      marks.finish(id, Date.now() - dueMs);
    }),
    fanOut: define('fanOut', async ({ input: { id, size }, step }) => {
      const steps = Array.from({ length: size }, (_, number) =>
        step.run({ name: `step-${number}` }, async () => number),
      );
      await Promise.all(steps);
      marks.finish(id);
    }),
  };
}
