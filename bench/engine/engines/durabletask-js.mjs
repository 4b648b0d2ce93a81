/** Microsoft's own engine for tests: the orchestrations of the Durable Task SDK, kept in memory. */
import {
  InMemoryOrchestrationBackend,
  TestOrchestrationClient,
  TestOrchestrationWorker,
  whenAll,
} from '@microsoft/durabletask-js';
import { Marks } from '../app/marks.mjs';
import { inThisProcess } from './in-this-process.mjs';

const visibleLimitSeconds = 60;

export async function open() {
  // It writes tens of lines for each step and has no switch for that.
  for (const level of ['log', 'info', 'debug', 'warn', 'error']) console[level] = () => {};
  const marks = new Marks();
  const backend = new InMemoryOrchestrationBackend(1_000_000);
  const worker = new TestOrchestrationWorker(backend);
  const client = new TestOrchestrationClient(backend);
  register(worker, marks);
  await worker.start();
  return {
    ...inThisProcess(marks),
    start: (kind, id, input) => client.scheduleNewOrchestration(kind, input, id),
    visible: (id) => client.waitForOrchestrationCompletion(id, false, visibleLimitSeconds),
    signal: (id) => client.raiseOrchestrationEvent(id, 'go', 1),
    stop: () => worker.stop(),
  };
}

function register(worker, marks) {
  worker.addNamedActivity('step', (_, input) => input);
  worker.addNamedOrchestrator('chain', async function* (context) {
    for (let step = 0; step < 5; step++) yield context.callActivity('step', step);
    marks.finish(context.instanceId);
  });
  worker.addNamedOrchestrator('event', async function* (context) {
    marks.reach(context.instanceId);
    yield context.waitForExternalEvent('go');
    marks.finish(context.instanceId);
  });
  worker.addNamedOrchestrator('timer', async function* (context) {
    const dueMs = context.currentUtcDateTime.getTime() + 1_000;
    yield context.createTimer(new Date(dueMs));
    marks.finish(context.instanceId, Date.now() - dueMs);
  });
  worker.addNamedOrchestrator('fanOut', async function* (context, count) {
    yield whenAll(Array.from({ length: count }, (_, index) => context.callActivity('step', index)));
    marks.finish(context.instanceId);
  });
}
