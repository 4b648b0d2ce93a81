import { setTimeout as sleep } from 'node:timers/promises';
import { fewRuns, warmUp } from '../warm-up.mjs';

/** How many of the idle runs are also waited for through the engine's own interface, which may poll. */
const visibleRuns = 10;

/** The start of the process, then single runs on an idle engine: chains, events, timers. */
export async function latency({ open, report, sizes }) {
  const engine = await open();
  const first = engine.finished(['first']);
  await engine.start('chain', 'first');
  await first;
  report('startUpMs', Date.now() - engine.startedAtMs);
  await fewRuns(engine);
  report('coldIdleMs', (await idleRuns(engine, 'cold', sizes.idleRuns)).chains);
  await warmUp(engine);
  const { chains, visible } = await idleRuns(engine, 'idle', sizes.idleRuns);
  report('idleMs', chains);
  report('idleVisibleMs', visible);
  if (engine.signal) await events(engine, report, sizes.events);
  await timers(engine, report, sizes.timers);
  await engine.stop();
}

async function idleRuns(engine, name, count) {
  const chains = [];
  const visible = [];
  for (let run = 0; run < count; run++) {
    // The same gaps for every engine, uneven so that no poll can fall into step with them.
    await sleep(60 + ((run * 37) % 81));
    const id = `${name}-${run}`;
    const from = performance.now();
    const ended = engine.finished([id]);
    const seen = engine.start('chain', id).then(() => run < visibleRuns && engine.visible(id));
    const [{ at }] = await ended;
    chains.push(at - from);
    await seen;
    if (run < visibleRuns) visible.push(performance.now() - from);
  }
  return { chains, visible };
}

async function events(engine, report, count) {
  const latencies = [];
  for (let event = 0; event < count; event++) {
    const id = `event-${event}`;
    const ended = engine.finished([id]);
    await engine.start('event', id);
    await engine.reached(event + 1);
    await sleep(100 + ((event * 37) % 81));
    const from = performance.now();
    const sent = engine.signal(id);
    const [{ at }] = await ended;
    latencies.push(at - from);
    await sent;
  }
  report('eventMs', latencies);
}

/** They overlap, a little apart from each other: five timers in little more than a second. */
async function timers(engine, report, count) {
  const ids = Array.from({ length: count }, (_, timer) => `timer-${timer}`);
  const ended = engine.finished(ids);
  for (const id of ids) {
    await engine.start('timer', id);
    await sleep(137);
  }
  const ends = await ended;
  report(
    'timerLateMs',
    ends.map(({ result }) => result),
  );
}
