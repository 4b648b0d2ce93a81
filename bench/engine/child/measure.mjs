/**
 * One engine, one work, one process: `node measure.mjs REQUEST`, where REQUEST is the JSON that run-work.ts makes.
 * Samples go to the starter as messages; what cannot be done ends as `{ problem }`.
 */
import { works } from './works.mjs';

const request = JSON.parse(process.argv[2]);
const report = (metric, values) => process.send({ metric, values: [values].flat() });

process.once('unhandledRejection', (error) => fail(error));
try {
  const { open } = await import(`../engines/${request.program}.mjs`);
  await works[request.work]({ ...request, open: () => open(request), report });
  process.send({ done: true }, () => process.exit(0));
} catch (error) {
  fail(error);
}

function fail(error) {
  process.send({ problem: error?.message ?? String(error) }, () => process.exit(1));
}
