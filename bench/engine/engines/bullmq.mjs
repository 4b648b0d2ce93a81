/** BullMQ flows: a job queue, so a chain is jobs nested in each other; nothing is replayed and there are no events. */
import { FlowProducer, Queue, QueueEvents, Worker } from 'bullmq';
import { Marks } from '../app/marks.mjs';
import { inThisProcess } from './in-this-process.mjs';

const queueName = 'bench';
const concurrency = 100;

export async function open({ serverUrl, name: prefix }) {
  const marks = new Marks();
  const { hostname, port } = new URL(serverUrl);
  const options = { connection: { host: hostname, port: Number(port), maxRetriesPerRequest: null }, prefix };
  const flows = new FlowProducer(options);
  const queue = new Queue(queueName, options);
  const events = new QueueEvents(queueName, options);
  await events.waitUntilReady();
  const end = async ({ data: { id, isLast, dueMs } }) => {
    if (isLast) marks.finish(id, dueMs === undefined ? null : Date.now() - dueMs);
  };
  const worker = new Worker(queueName, end, { ...options, concurrency });
  await worker.waitUntilReady();
  const jobs = new Map();
  const job = (id, isLast, children) => ({ name: 'step', queueName, data: { id, isLast }, children });
  const starts = {
    async chain(id) {
      let flow = job(id, false);
      for (let step = 1; step < 5; step++) flow = job(id, step === 4, [flow]);
      return (await flows.add(flow)).job;
    },
    timer: (id) => queue.add('step', { id, isLast: true, dueMs: Date.now() + 1_000 }, { delay: 1_000 }),
    async fanOut(id, size) {
      const children = Array.from({ length: size }, () => job(id, false));
      return (await flows.add(job(id, true, children))).job;
    },
  };
  return {
    ...inThisProcess(marks),
    async start(kind, id, size) {
      jobs.set(id, await starts[kind](id, size));
    },
    visible: (id) => jobs.get(id).waitUntilFinished(events),
    async stop() {
      await worker.close();
      await Promise.all([flows.close(), queue.close(), events.close()]);
    },
  };
}
