import { setTimeout as sleep } from 'node:timers/promises';

/** Long enough for any engine to write down that a run waits. */
const settleMs = 500;

/** A run waits for an event when the engine's process is killed. */
export async function beforeKill({ open }) {
  const engine = await open();
  await engine.start('event', 'survivor');
  await engine.reached(1);
  await sleep(settleMs);
  process.send({ done: true });
  await engine.kill();
}

/** The same state, another process: the event comes, and the run must end. */
export async function afterKill({ open, report }) {
  const engine = await open();
  const ended = engine.finished(['survivor']);
  const from = performance.now();
  await engine.signal('survivor');
  const [{ at }] = await ended;
  report('afterKillMs', at - from);
  await engine.stop();
}
