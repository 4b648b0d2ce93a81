import { expect, test } from 'vitest';
import type { BuildReport } from '../../../../contract/build.ts';
import { reportOutcome } from '../../../../lib/decide/containers/report-outcome.ts';

test('a report of success is a success that keeps the report', () => {
  const report: BuildReport = {
    kind: 'succeeded',
    release: 'r',
    files: 3,
    uploaded: 1,
    bytes: 10,
    generator: 'Hugo',
  };
  expect(reportOutcome(report)).toEqual({ kind: 'succeeded', report });
});

test('a report of failure is a failure with its exit code and message', () => {
  const report: BuildReport = {
    kind: 'failed',
    code: 'site-refused',
    message: 'no such template',
    exitCode: 65,
  };
  expect(reportOutcome(report)).toEqual({
    kind: 'failed',
    exitCode: 65,
    message: 'no such template',
    report,
  });
});
