import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const startsAtOnce = 32;
const warmSignals = 100;
const signals = 100;

/** Thousands of instances that wait for an event and a timer: what they weigh, and how a host starts that has them. */
export async function waiting({ open, report, sizes }) {
  const first = await open();
  const reached = first.reached(sizes.waiting);
  let next = 0;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: startsAtOnce }, async () => {
      while (next < sizes.waiting) await first.start('waiting', `waiting-${next++}`);
    }),
  );
  await reached;
  report('waitingStartedPerSecond', sizes.waiting / ((performance.now() - from) / 1_000));
  await sleep(1_000);
  if (first.reopen) {
    // A library has no process of its own to weigh and to start.
    await first.reopen();
    report('waitingEventMs', await events(first, sizes.waiting));
    await first.stop();
    return;
  }
  const memoryMb = [residentMb(first.processId)];
  await first.kill();

  const second = await open();
  report('waitingReadyMs', second.readyAtMs - second.startedAtMs);
  await signal(second, 0, sizes.waiting);
  report('waitingFirstEventMs', Date.now() - second.startedAtMs);
  report('waitingEventMs', await events(second, sizes.waiting));
  memoryMb.push(residentMb(second.processId));
  report('waitingMemoryMb', Math.max(...memoryMb));
  await second.stop();
}

async function events(engine, waiting) {
  const latencies = [];
  for (let event = 1; event <= warmSignals + signals; event++) {
    await sleep(20);
    latencies.push(await signal(engine, event, waiting));
  }
  return latencies.slice(warmSignals);
}

async function signal(engine, number, waiting) {
  // Spread over all of them, not those that were written last.
  const id = `waiting-${(number * 397) % waiting}`;
  const from = performance.now();
  const ended = engine.finished([id]);
  await engine.signal(id);
  const [{ at }] = await ended;
  return at - from;
}

/** What the process and those below it hold in memory. Linux only: elsewhere there are no such files, and the work says so. */
function residentMb(processId) {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const below = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').trim();
  const ownMb = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) / 1024;
  return below === '' ? ownMb : below.split(' ').reduce((sum, child) => sum + residentMb(child), ownMb);
}
