import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemEnd, ItemsStop } from '../../../../contract/job-items.ts';
import { ItemBoard } from '../../../../lib/decide/jobs/item-board.ts';
import { itemsOutcome, itemsStep, tooManyFailures } from '../../../../lib/decide/jobs/items-step.ts';

/** Each item needs only earlier ones, so there is no circle. */
const needsOf = (items: number): fc.Arbitrary<number[][]> =>
  fc.tuple(
    ...Array.from({ length: items }, (_, n) =>
      fc.subarray(
        Array.from({ length: n }, (_, m) => m),
        { maxLength: Math.min(n, 3) },
      ),
    ),
  );

const ends = fc.constantFrom<ItemEnd>(
  'succeeded',
  'succeeded',
  'succeeded',
  'failed',
  'cancelled',
  'terminated',
);

const world = fc.integer({ min: 0, max: 30 }).chain((items) =>
  fc.record({
    items: fc.constant(items),
    needs: fc.option(needsOf(items), { nil: undefined }),
    parallelism: fc.integer({ min: 1, max: 6 }),
    allowFailures: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    /** Of each item how it ends. */
    ends: fc.array(ends, { minLength: items, maxLength: items }),
    /** Which of those that run ends next, and whether the run continues as new before. */
    order: fc.array(fc.record({ pick: fc.nat(), isNewLife: fc.boolean(), isToldTwice: fc.boolean() }), {
      minLength: items,
      maxLength: items,
    }),
  }),
);

describe('a run of many jobs', () => {
  it('ends each item once, in its order and never too many at a time, and allows exactly so many failures', () => {
    fc.assert(
      fc.property(world, ({ items, needs, parallelism, allowFailures, ends, order }) => {
        let board = new ItemBoard(items, { needs });
        let stop: ItemsStop | undefined;
        const started: number[] = [];
        const ended = new Map<number, ItemEnd>();
        let turn = 0;
        for (;;) {
          const step = itemsStep(board, { parallelism, stop });
          if (step.kind === 'over') break;
          if (step.kind === 'start') {
            for (const item of step.items) {
              expect(started, 'nothing starts twice').not.toContain(item);
              expect((needs?.[item] ?? []).every((need) => ended.get(need) === 'succeeded')).toBe(true);
              started.push(item);
            }
            board.start(step.items);
          } else if (step.kind === 'cancel') {
            expect(step.items).toEqual(board.running);
            for (const item of step.items) ends[item] = 'cancelled';
            stop = stop && { ...stop, told: true };
          } else {
            const { pick = 0, isNewLife, isToldTwice } = order[turn++] ?? {};
            const item = board.running[pick % board.running.length] ?? -1;
            const end = ends[item] ?? 'failed';
            ended.set(item, end);
            board.end(item, end);
            if (isToldTwice) board.end(item, 'failed');
            stop ??= allowFailures === undefined ? undefined : tooManyFailures(board.counts, allowFailures);
            if (stop) board.skipPending();
            if (isNewLife) board = new ItemBoard(items, { needs, text: board.toText() });
          }
          expect(board.running.length).toBeLessThanOrEqual(parallelism);
        }
        const { counts } = board;
        expect(ended.size).toBe(started.length);
        expect(counts.skipped).toBe(items - started.length);
        expect(counts.pending + counts.running).toBe(0);
        for (const end of ['succeeded', 'failed', 'cancelled', 'terminated'] as const)
          expect(counts[end]).toBe([...ended.values()].filter((each) => each === end).length);
        const failures = ended.size - counts.succeeded;
        const outcome = itemsOutcome(board, { items, stop, allowFailures });
        expect(outcome.kind).toBe(
          failures > (allowFailures ?? 0) || counts.skipped > 0 ? 'failed' : 'succeeded',
        );
        if (!needs && failures <= (allowFailures ?? items)) expect(started).toHaveLength(items);
      }),
      { numRuns: 300 },
    );
  });

  it('starts the first that may, and no more at once than one activity takes', () => {
    const board = new ItemBoard(200);
    expect(itemsStep(board, { parallelism: 120, stop: undefined })).toMatchObject({ items: { length: 50 } });
    board.start([0, 1, 2]);
    expect(itemsStep(board, { parallelism: 5, stop: undefined })).toEqual({ kind: 'start', items: [3, 4] });
  });

  it('waits, and starts nothing, once it is stopped', () => {
    const board = new ItemBoard(5);
    board.start([0, 1]);
    board.skipPending();
    const stop: ItemsStop = { kind: 'cancelled', message: 'by Ada' };
    expect(itemsStep(board, { parallelism: 5, stop })).toEqual({ kind: 'cancel', items: [0, 1] });
    expect(itemsStep(board, { parallelism: 5, stop: { ...stop, told: true } })).toEqual({ kind: 'wait' });
  });
});
