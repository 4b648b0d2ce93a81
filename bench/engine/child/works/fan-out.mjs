import { warmUp } from '../warm-up.mjs';

/** One run with so many activities at once. Sizes are tried from the smallest on, so that the last one may run out of time. */
export async function fanOut({ open, report, sizes, fanOutLimit }) {
  const engine = await open();
  await warmUp(engine);
  for (const size of sizes.fanOuts) {
    if (size > fanOutLimit) continue;
    const id = `fan-out-${size}`;
    const from = performance.now();
    const ended = engine.finished([id]);
    await engine.start('fanOut', id, size);
    const [{ at }] = await ended;
    report(`fanOut${size}Ms`, at - from);
  }
  await engine.stop();
}
