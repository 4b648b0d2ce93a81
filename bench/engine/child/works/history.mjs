import { setTimeout as sleep } from 'node:timers/promises';
import { warmUp } from '../warm-up.mjs';

/** One orchestration, activity after activity: the time of each step while its history grows, then one step after a restart. */
export async function history({ open, report, sizes }) {
  const engine = await open();
  await warmUp(engine);
  const id = 'long';
  let isEnded = false;
  const ended = engine.finished([id]).then(() => {
    isEnded = true;
  });
  ended.catch(() => {});
  await engine.start('longHistory', id, sizes.historySteps);
  const deadline = performance.now() + sizes.historyLimitMs;
  while (!isEnded && performance.now() < deadline) await Promise.race([ended, sleep(200)]);
  report('historyStampsMs', await engine.stamps());
  if (engine.historyLength) report('historyEvents', engine.historyLength(id));
  if (engine.reopen && isEnded) {
    await engine.reopen();
    const from = performance.now();
    const more = engine.finished([`${id}-more`]);
    await engine.signal(id);
    const [{ at }] = await more;
    report('historyAfterRestartMs', at - from);
  }
  await engine.stop();
}
