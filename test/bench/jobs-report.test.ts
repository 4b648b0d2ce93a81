import { describe, expect, test } from 'vitest';
import { type JobsFigures, jobsReport, problemsOf } from '../../bench/jobs/report.ts';
import type { ArrayFigures } from '../../bench/jobs/run-array.ts';

const counts = { pending: 0, running: 0, succeeded: 3, failed: 0, cancelled: 0, terminated: 0, skipped: 0 };

function anArray(overrides: Partial<ArrayFigures> = {}): ArrayFigures {
  return {
    status: 'succeeded',
    counts,
    wallMs: 12_000,
    overheadsMs: [20, 30, 50],
    retried: 0,
    wrong: [],
    groupsLeft: [],
    ...overrides,
  };
}

function figures(overrides: Partial<JobsFigures> = {}): JobsFigures {
  return {
    ...{ jobs: 3, parallelism: 2, workSeconds: 20, machine: 'a machine', load: { ours: 1, bare: 1 } },
    ours: anArray(),
    bare: { wallMs: 20_000, overheadsMs: [600] },
    disturbed: { ...anArray(), faults: 1, kills: 2 },
    ...overrides,
  };
}

describe('the report about jobs', () => {
  test('has the ratio to the bare script, and says that all is well where it is', () => {
    const report = jobsReport(figures());
    expect(report).toContain('is 20 times ours. Under the goal of 40 ms.');
    expect(report).toContain('none ran to success twice');
    expect(report).toContain('No container group is left.');
    expect(problemsOf(figures())).toEqual([]);
  });

  test('says plainly what was missed, lost or left', () => {
    const bad = figures({
      ours: anArray({ overheadsMs: [90] }),
      disturbed: {
        ...anArray({
          counts: { ...counts, succeeded: 2, failed: 1 },
          wrong: ['1 failed, 2 times'],
          groupsLeft: ['job-x'],
        }),
        ...{ faults: 1, kills: 2 },
      },
    });
    const report = jobsReport(bad);
    expect(report).toContain('**The goal of 40 ms is missed**');
    expect(report).toContain('**Not accounted for, or run to success twice:** 1 failed, 2 times.');
    expect(report).toContain('**Left:** job-x.');
    expect(problemsOf(bad)).toEqual([
      'not all succeeded: 2 succeeded, 1 failed',
      'wrong: 1 failed, 2 times',
      'left: job-x',
    ]);
  });
});
