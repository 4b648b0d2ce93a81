/** The same few runs for every engine before anything is timed: open connections, pages in the cache, nothing is the first. */
export const fewRuns = (engine) => chains(engine, 'few', 10);

const warmRuns = 1_000;
const runsAtOnce = 50;
const warmLimitMs = 5_000;

/** As after some minutes of work: the code is compiled. A slow engine gets fewer runs. */
export async function warmUp(engine) {
  const deadline = performance.now() + warmLimitMs;
  for (let runs = 0; runs < warmRuns && performance.now() < deadline; runs += runsAtOnce)
    await chains(engine, `warm-${runs}`, runsAtOnce);
}

/** Runs chains of five steps, all started at once; resolves with the time from the first start to the last end. */
export async function chains(engine, name, count) {
  const ids = Array.from({ length: count }, (_, run) => `${name}-${run}`);
  const from = performance.now();
  const ended = engine.finished(ids);
  await Promise.all(ids.map((id) => engine.start('chain', id)));
  return Math.max(...(await ended).map(({ at }) => at)) - from;
}
