import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../../contract/runs.ts';
import { runStatus, runView } from '../../../../lib/decide/runs/run-view.ts';
import { aCommit } from '../../../support/builders.ts';

const links = { self: 's', logs: 'l', cancel: 'c' };
const now = '2026-01-01T00:01:00.000Z';
const commit = aCommit();

function aRecord(name: string, overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    id: 'run',
    name,
    runtimeStatus: 'Running',
    input: null,
    output: null,
    customStatus: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:30.000Z',
    ...overrides,
  };
}

describe('the status of a run', () => {
  test.each([
    ['publish', 'Pending', null, 'pending'],
    ['publish', 'Running', null, 'running'],
    ['publish', 'ContinuedAsNew', null, 'running'],
    ['publish', 'Suspended', null, 'running'],
    ['publish', 'Completed', { kind: 'published' }, 'succeeded'],
    ['publish', 'Completed', { kind: 'superseded' }, 'superseded'],
    ['publish', 'Completed', { kind: 'cancelled' }, 'cancelled'],
    ['publish', 'Completed', { kind: 'failed' }, 'failed'],
    ['publish', 'Completed', null, 'failed'],
    ['publish', 'Failed', 'an error', 'failed'],
    ['publish', 'Terminated', 'enough', 'terminated'],
    ['publish', 'Canceled', null, 'terminated'],
    ['container', 'Completed', { kind: 'succeeded' }, 'succeeded'],
    ['container', 'Completed', { kind: 'cancelled' }, 'cancelled'],
    ['container', 'Completed', { kind: 'imageNotAccessible' }, 'failed'],
    ['container', 'Completed', { kind: 'vanished' }, 'failed'],
    ['publishMany', 'Completed', { failed: 0, cancelled: 0 }, 'succeeded'],
    ['publishMany', 'Completed', { failed: 1, cancelled: 1 }, 'failed'],
    ['publishMany', 'Completed', { failed: 0, cancelled: 1 }, 'cancelled'],
    ['publishMany', 'Completed', 'cut', 'failed'],
    ['sweep', 'Completed', { seen: 0 }, 'succeeded'],
    ['lane', 'Completed', { kind: 'left' }, 'succeeded'],
  ] as const)('%s, %s with %o is %s', (kind, runtimeStatus, output, expected) => {
    expect(runStatus(kind, aRecord('any', { runtimeStatus, output }))).toBe(expected);
  });
});

test('a publish whose last activity tells of its end has ended, though the engine has not said so yet', () => {
  const outcome = { kind: 'failed', site: 'blog', stage: 'building', code: 'x', message: 'Hugo says no' };
  const record = aRecord('publishSite', { customStatus: { kind: 'publish', phases: [], outcome } });
  expect(runView({ record, now, links })).toMatchObject({ status: 'failed', message: 'Hugo says no' });
});

test('a publish of many that has just ended names the runs of its sites', () => {
  const outcome = { published: 1, superseded: 0, skipped: 0, failed: 0, cancelled: 0 };
  const record = aRecord('publishSites', { customStatus: { kind: 'publishMany', phases: [], outcome } });
  const siteRuns = [{ site: 'blog', runId: 'run-blog' }];
  expect(runView({ record, siteRuns, now, links })).toMatchObject({ status: 'succeeded', sites: siteRuns });
});

describe('the view of a publish', () => {
  const phases = [
    { phase: 'fetching', startedAt: '2026-01-01T00:00:01.000Z' },
    { phase: 'building', startedAt: '2026-01-01T00:00:02.500Z' },
  ];
  const customStatus = {
    kind: 'publish',
    site: 'blog',
    phase: 'building',
    phases,
    commit,
    liveUrl: 'https://blog.example.com/',
  };

  test('under way says where it is and how long each phase takes so far', () => {
    const container = aRecord('runContainer', {
      id: 'run-container',
      customStatus: {
        kind: 'container',
        attempt: 2,
        group: 'g',
        image: 'hugo',
        state: 'running',
        step: 'building',
        startedAt: 'x',
      },
    });
    const record = aRecord('publishSite', { input: { site: 'blog' }, customStatus });
    expect(runView({ record, container, now, links })).toEqual({
      id: 'run',
      kind: 'publish',
      site: 'blog',
      status: 'running',
      phase: 'building',
      commit,
      attempts: 2,
      container: {
        run: 'run-container',
        group: 'g',
        image: 'hugo',
        attempt: 2,
        state: 'running',
        step: 'building',
      },
      timings: [
        { phase: 'fetching', startedAt: '2026-01-01T00:00:01.000Z', seconds: 1.5 },
        { phase: 'building', startedAt: '2026-01-01T00:00:02.500Z', seconds: 57.5 },
      ],
      startedAt: '2026-01-01T00:00:01.000Z',
      seconds: 59,
      liveUrl: 'https://blog.example.com/',
      links,
    });
  });

  test('that ended well says what is live, and its time stands still', () => {
    const done = { phase: 'done', startedAt: '2026-01-01T00:00:20.000Z' };
    const record = aRecord('publishSite', {
      runtimeStatus: 'Completed',
      customStatus: { ...customStatus, phase: 'done', phases: [...phases, done], release: 'r-1' },
      output: {
        kind: 'published',
        site: 'blog',
        commit,
        release: 'r-1',
        liveUrl: 'https://blog.example.com/',
        changed: 7,
        live: { kind: 'confirmed' },
      },
    });
    expect(runView({ record, now, links })).toMatchObject({
      site: 'blog',
      status: 'succeeded',
      phase: 'done',
      release: 'r-1',
      changed: 7,
      endedAt: '2026-01-01T00:00:20.000Z',
      seconds: 19,
      timings: [{ phase: 'fetching' }, { phase: 'building', seconds: 17.5 }],
    });
  });

  test('that failed says where and why', () => {
    const output = {
      kind: 'failed',
      site: 'blog',
      stage: 'building',
      code: 'site-refused',
      message: 'Hugo says no',
    };
    const record = aRecord('publishSite', {
      runtimeStatus: 'Completed',
      customStatus: { ...customStatus, phase: 'done' },
      output,
    });
    expect(runView({ record, now, links })).toMatchObject({
      status: 'failed',
      phase: 'building',
      message: 'Hugo says no',
    });
  });

  test.each([
    [
      { kind: 'superseded', site: 'blog', commit, by: 'publish-blog-2' },
      'superseded',
      'Superseded by publish-blog-2',
    ],
    [{ kind: 'cancelled', site: 'blog', stage: 'building', message: 'by Ada' }, 'cancelled', 'by Ada'],
  ])('%o has its message', (output, status, message) => {
    const record = aRecord('publishSite', { runtimeStatus: 'Completed', output });
    expect(runView({ record, now, links })).toMatchObject({ status, message });
  });

  test('that has not begun, or was terminated, needs no custom status', () => {
    const pending = aRecord('publishSite', { runtimeStatus: 'Pending', input: { site: 'blog' } });
    expect(runView({ record: pending, now, links })).toEqual({
      id: 'run',
      kind: 'publish',
      site: 'blog',
      status: 'pending',
      timings: [],
      startedAt: '2026-01-01T00:00:00.000Z',
      seconds: 60,
      links,
    });
    const terminated = aRecord('publishSite', { runtimeStatus: 'Terminated', output: 'enough' });
    expect(runView({ record: terminated, now, links })).toMatchObject({
      status: 'terminated',
      message: 'enough',
      endedAt: '2026-01-01T00:00:30.000Z',
    });
  });
});

describe('the view of other runs', () => {
  test('of a container has its own state', () => {
    const record = aRecord('runContainer', {
      runtimeStatus: 'Completed',
      customStatus: { kind: 'container', attempt: 1, group: 'g', image: 'i', state: 'gone', exitCode: 3 },
      output: { kind: 'failed', exitCode: 3, message: 'exit 3' },
    });
    expect(runView({ record, now, links })).toMatchObject({
      kind: 'container',
      phase: 'gone',
      container: { run: 'run', exitCode: 3 },
      message: 'exit 3',
    });
  });

  test('of many sites names their runs, with outcomes once there are', () => {
    const siteRuns = [{ site: 'blog', runId: 'run-blog' }];
    const record = aRecord('publishSites');
    expect(runView({ record, siteRuns, now, links })).toMatchObject({ sites: siteRuns });
    const sites = [{ site: 'blog', runId: 'run-blog', outcome: 'published' }];
    const ended = aRecord('publishSites', {
      runtimeStatus: 'Completed',
      output: { failed: 0, cancelled: 0, sites },
    });
    expect(runView({ record: ended, siteRuns, now, links })).toMatchObject({ sites });
  });

  test('of anything else is none', () => {
    expect(runView({ record: aRecord('@entity@x'), now, links })).toBeUndefined();
  });
});
