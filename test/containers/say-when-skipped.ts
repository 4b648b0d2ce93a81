import { findTestEngine } from './test-engine.ts';

/** Once, before all test files: a run that tested nothing must not look like one that did. */
export default async function sayWhenSkipped(): Promise<void> {
  const found = await findTestEngine();
  if (found.engine) process.stderr.write(`\nOn ${found.engine.description}\n`);
  else process.stderr.write(`\nSKIPPED: the tests on real containers, because ${found.reason}.\n\n`);
}
