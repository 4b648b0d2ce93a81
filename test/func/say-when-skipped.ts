import { isThere, missing } from './find-host.ts';

/** Once, before the tests: a run that tested nothing must not look like one that did. */
export default function sayWhenSkipped(): void {
  const host = process.env.FUNC_URL ?? '`func`';
  process.stderr.write(
    isThere() ? `\nOn ${host}\n` : `\nSKIPPED: the tests on a Functions host, because ${missing}.\n\n`,
  );
}
