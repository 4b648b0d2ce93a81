import { warmUp } from '../warm-up.mjs';

const stepsPerRun = 5;

/** Many chains, all started at once. */
export async function throughput({ open, report, sizes }) {
  const engine = await open();
  await warmUp(engine);
  const ids = Array.from({ length: sizes.chains }, (_, run) => `chain-${run}`);
  const from = performance.now();
  const ended = engine.finished(ids);
  await Promise.all(ids.map((id) => engine.start('chain', id)));
  const lastAt = Math.max(...(await ended).map(({ at }) => at));
  report('stepsPerSecond', (ids.length * stepsPerRun) / ((lastAt - from) / 1_000));
  await engine.stop();
}
