import { describe, expect, test } from 'vitest';
import type { RunStatus } from '../../contract/run-view.ts';
import type { ItemQuery, RunQuery, RunRow } from '../../contract/runs.ts';
import type { RunIndex } from '../../lib/ports/run-index.ts';

const minute = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();

function row(n: number, overrides: Partial<RunRow> = {}): RunRow {
  const site = n % 2 === 0 ? 'blog' : 'shop';
  return {
    id: `publish-${site}-${n}`,
    kind: 'publish',
    site,
    status: 'succeeded',
    requestedAt: minute(n),
    ...overrides,
  };
}

/** What the app relies on of any RunIndex. */
export function runIndexContract(name: string, make: () => RunIndex): void {
  describe(`the index of runs of ${name}`, () => {
    test('has nothing before the first run', async () => {
      const index = make();
      expect(await index.read('none')).toBeUndefined();
      expect(await index.list({ top: 5 })).toEqual({ rows: [] });
      expect(await index.removeBefore(minute(9), 5)).toEqual([]);
    });

    test('keeps what was written last, and never what was added later', async () => {
      const index = make();
      expect(await index.add(row(0, { status: 'pending' }))).toBe('added');
      await index.put(row(0, { status: 'running', message: 'grün' }));
      expect(await index.add(row(0, { status: 'pending' }))).toBe('known');
      expect(await index.read('publish-blog-0')).toEqual(row(0, { status: 'running', message: 'grün' }));
      expect((await index.list({ top: 5 })).rows).toEqual([row(0, { status: 'running', message: 'grün' })]);
    });

    test('lists the newest first, by kind, site, status, time and beginning of the id', async () => {
      const index = make();
      await Promise.all([0, 1, 2, 3, 4].map((n) => index.put(row(n, n === 3 ? { status: 'failed' } : {}))));
      await index.put({
        id: 'publish-many-1',
        kind: 'publishMany',
        status: 'running',
        requestedAt: minute(5),
      });
      const numbers = async (query: Partial<RunQuery>) =>
        (await index.list({ top: 50, ...query })).rows.map(({ id }) => Number(id.split('-').at(-1)));
      expect(await numbers({})).toEqual([1, 4, 3, 2, 1, 0]);
      expect(await numbers({ kind: 'publish' })).toEqual([4, 3, 2, 1, 0]);
      expect(await numbers({ kind: 'publishMany' })).toEqual([1]);
      expect(await numbers({ site: 'blog' })).toEqual([4, 2, 0]);
      expect(await numbers({ site: 'blog', kind: 'publishMany' })).toEqual([]);
      expect(await numbers({ statuses: ['failed', 'running'] })).toEqual([1, 3]);
      expect(await numbers({ since: minute(3) })).toEqual([1, 4, 3]);
      expect(await numbers({ prefix: 'publish-shop' })).toEqual([3, 1]);
      expect(await numbers({ site: 'shop', statuses: ['succeeded'] })).toEqual([1]);
      expect(await numbers({ site: "o'brien" })).toEqual([]);
    });

    test('lists runs by their job, and the items of a run with that run alone', async () => {
      const index = make();
      const job = (id: string, n: number, overrides: Partial<RunRow> = {}): RunRow => ({
        id,
        kind: 'job',
        job: 'score',
        status: 'succeeded',
        requestedAt: minute(n),
        ...overrides,
      });
      await index.put(row(0));
      await index.put(job('job-score-1', 1));
      await index.put(job('job-score-2', 2, { status: 'failed' }));
      const { job: _, ...bare } = job('job-run-3', 3);
      await index.put(bare);
      const idsOf = async (query: Partial<RunQuery>) =>
        (await index.list({ top: 50, ...query })).rows.map(({ id }) => id);
      expect(await idsOf({})).toEqual(['job-run-3', 'job-score-2', 'job-score-1', 'publish-blog-0']);
      expect(await idsOf({ kind: 'job' })).toEqual(['job-run-3', 'job-score-2', 'job-score-1']);
      expect(await idsOf({ kind: 'job', statuses: ['failed'] })).toEqual(['job-score-2']);
      expect(await idsOf({ job: 'score' })).toEqual(['job-score-2', 'job-score-1']);
      expect(await idsOf({ job: 'score', statuses: ['succeeded'] })).toEqual(['job-score-1']);
      expect(await idsOf({ statuses: ['running'] })).toEqual([]);
    });

    test('keeps the items of a run apart from all others, in their order and in pages', async () => {
      const index = make();
      const item = (n: number, overrides: Partial<RunRow> = {}): RunRow => ({
        ...{ id: `array-1-${n}`, kind: 'job', status: 'running', requestedAt: minute(9 - (n % 3)) },
        parent: { runId: 'array-1', item: `${n}` },
        ...overrides,
      });
      await index.add(row(0));
      for (const n of [11, 10, 9, 2, 1, 0]) await index.add(item(n));
      await index.put(item(9, { status: 'failed', endedAt: minute(30) }));
      const namesOf = async (query: Partial<ItemQuery> = {}) =>
        (await index.listItems({ parent: 'array-1', top: 50, ...query })).rows.map(
          ({ parent }) => parent?.item,
        );
      expect(await namesOf()).toEqual(['0', '1', '2', '9', '10', '11']);
      expect(await namesOf({ statuses: ['failed'] })).toEqual(['9']);
      expect(await namesOf({ statuses: ['running'], top: 2 })).toEqual(['0', '1']);
      expect(await namesOf({ parent: 'array-2' })).toEqual([]);
      const { cursor } = await index.listItems({ parent: 'array-1', top: 4 });
      expect(await namesOf({ cursor: cursor ?? 'none' })).toEqual(['10', '11']);
      expect(await index.listItems({ parent: 'array-1', top: 50 })).not.toHaveProperty('cursor');
      await expect(index.listItems({ parent: 'array-1', top: 5, cursor: "o'brien" })).rejects.toMatchObject({
        code: 'invalid-request',
      });
      expect((await index.list({ top: 50 })).rows.map(({ id }) => id)).toEqual([row(0).id]);
      expect((await index.list({ top: 50, statuses: ['running', 'failed'] })).rows).toEqual([]);
      expect(await index.read('array-1-9')).toMatchObject({ status: 'failed' });
    });

    test('forgets a run after its items, and no item of a younger run', async () => {
      const index = make();
      for (const [id, n] of [
        ['array-1', 1],
        ['array-2', 5],
      ] as const) {
        await index.put({ id, kind: 'jobArray', status: 'succeeded', requestedAt: minute(n) });
        for (const item of ['0', '1', '2']) {
          const parent = { runId: id, item };
          await index.put({
            id: `${id}-${item}`,
            kind: 'job',
            status: 'failed',
            requestedAt: minute(1),
            parent,
          });
        }
      }
      expect(await index.removeBefore(minute(3), 2)).toHaveLength(2);
      expect(await index.read('array-1')).toBeDefined();
      expect(await index.removeBefore(minute(3), 3)).toHaveLength(2);
      expect(await index.removeBefore(minute(3), 3)).toEqual([]);
      for (const id of ['array-1', 'array-1-0', 'array-1-2']) expect(await index.read(id)).toBeUndefined();
      expect((await index.listItems({ parent: 'array-1', top: 9 })).rows).toEqual([]);
      expect((await index.listItems({ parent: 'array-2', top: 9 })).rows).toHaveLength(3);
    });

    test('knows each run by the status that it has now', async () => {
      const index = make();
      const idsOf = async (...statuses: RunStatus[]) =>
        (await index.list({ top: 50, statuses })).rows.map(({ id }) => id);
      const [done, waiting] = [row(0), row(1, { status: 'pending' })];
      await index.add({ ...done, status: 'pending' });
      await index.add(waiting);
      expect(await idsOf('pending')).toEqual([waiting.id, done.id]);
      await index.put({ ...done, status: 'running' });
      expect(await idsOf('pending')).toEqual([waiting.id]);
      expect(await idsOf('pending', 'running')).toEqual([waiting.id, done.id]);
      await index.put(done);
      await index.add({ ...done, status: 'pending' });
      expect(await idsOf('pending', 'running')).toEqual([waiting.id]);
      expect(await idsOf('succeeded')).toEqual([done.id]);
      expect(await idsOf('running', 'succeeded', 'pending')).toEqual([waiting.id, done.id]);
    });

    test('is walked through in pages across statuses, each run once', async () => {
      const index = make();
      const statuses: RunStatus[] = ['failed', 'cancelled', 'running'];
      const statusOf = (n: number): RunStatus => [...statuses, 'succeeded' as const][n % 4] ?? 'failed';
      await Promise.all(Array.from({ length: 20 }, (_, n) => index.put(row(n, { status: statusOf(n) }))));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await index.list({ top: 4, statuses, ...(cursor ? { cursor } : {}) });
        seen.push(...page.rows.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      const wanted = Array.from({ length: 20 }, (_, n) => 19 - n).filter((n) => n % 4 !== 3);
      expect(seen).toEqual(wanted.map((n) => row(n).id));
    });

    test('is walked through in pages, each run once', async () => {
      const index = make();
      await Promise.all(Array.from({ length: 23 }, (_, n) => index.put(row(n))));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await index.list({ top: 5, ...(cursor ? { cursor } : {}) });
        expect(page.rows.length).toBeLessThanOrEqual(5);
        seen.push(...page.rows.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      expect(seen).toEqual(Array.from({ length: 23 }, (_, n) => row(22 - n).id));
      await expect(index.list({ top: 5, cursor: 'nonsense' })).rejects.toMatchObject({
        code: 'invalid-request',
      });
    });

    test('finds runs whose time is over, the first to go at the beginning, and forgets them', async () => {
      const index = make();
      await index.add(row(0, { status: 'running' }));
      const ended = [
        row(0, { expiresAt: minute(30) }),
        row(1, { expiresAt: minute(20) }),
        row(2, { expiresAt: minute(40) }),
      ];
      for (const each of ended) await index.put(each);
      await index.put(row(3));
      const ids = async (now: string, count = 9) => (await index.expired(now, count)).map(({ id }) => id);
      expect(await ids(minute(9))).toEqual([]);
      expect(await ids(minute(35))).toEqual([row(1).id, row(0).id]);
      expect(await ids(minute(35), 1)).toEqual([row(1).id]);
      for (const each of [...ended.slice(0, 2), row(8)]) await index.remove(each);
      expect(await ids(minute(59))).toEqual([row(2).id]);
      expect((await index.list({ top: 9 })).rows).toEqual([row(3), ended[2]]);
      expect(await index.read(row(0).id)).toBeUndefined();
    });

    test('forgets what is old, a bounded number at a time', async () => {
      const index = make();
      await Promise.all([0, 1, 2, 3].map((n) => index.put(row(n))));
      expect(await index.removeBefore(minute(3), 2)).toHaveLength(2);
      expect(await index.removeBefore(minute(3), 2)).toHaveLength(1);
      expect(await index.removeBefore(minute(3), 2)).toEqual([]);
      expect((await index.list({ top: 9 })).rows).toEqual([row(3)]);
      expect((await index.list({ top: 9, site: 'blog' })).rows).toEqual([]);
      expect((await index.list({ top: 9, statuses: ['succeeded'] })).rows).toEqual([row(3)]);
      expect(await index.read(row(0).id)).toBeUndefined();
    });
  });
}
