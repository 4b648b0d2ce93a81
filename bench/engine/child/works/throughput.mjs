import { chains, fewRuns } from '../warm-up.mjs';

const stepsPerRun = 5;
const mostRounds = 12;
const roundsMs = 10_000;

/** Many chains, all started at once: right after the start, and again and again until the engine is warm. */
export async function throughput({ open, report, sizes }) {
  const engine = await open();
  await fewRuns(engine);
  const round = async (name) =>
    (sizes.chains * stepsPerRun) / ((await chains(engine, name, sizes.chains)) / 1_000);
  report('coldStepsPerSecond', await round('cold'));
  const rounds = [];
  const deadline = performance.now() + roundsMs;
  do rounds.push(await round(`chain-${rounds.length}`));
  while (rounds.length < mostRounds && performance.now() < deadline);
  // The first half is the warm-up.
  report('stepsPerSecond', rounds.slice(Math.floor(rounds.length / 2)));
  await engine.stop();
}
