import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteBudget } from '../../../lib/azure/byte-budget.ts';

describe('a budget of bytes', () => {
  test('is kept by whatever comes, in the order in which it comes', async () => {
    const sizes = fc.array(fc.nat(150), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.scheduler(), async (pieces, scheduler) => {
        const budget = new ByteBudget({ bytes: 100, pieces: 4 });
        const begun: number[] = [];
        const open = new Map<number, number>();
        const all = pieces.map((bytes, n) =>
          budget.run(bytes, async () => {
            begun.push(n);
            open.set(n, bytes);
            const sum = [...open.values()].reduce((one, other) => one + Math.min(other, 100), 0);
            expect(sum).toBeLessThanOrEqual(100);
            expect(open.size).toBeLessThanOrEqual(4);
            await scheduler.schedule(Promise.resolve(), `piece ${n}`);
            open.delete(n);
          }),
        );
        await scheduler.waitFor(Promise.all(all));
        expect(begun).toEqual(pieces.map((_, n) => n));
      }),
    );
  });

  test('is given back by work that fails', async () => {
    const budget = new ByteBudget({ bytes: 1, pieces: 1 });
    const failing = budget.run(1, async () => {
      throw new Error('as the test wants it');
    });
    await expect(failing).rejects.toThrow('as the test');
    expect(await budget.run(1, async () => 'next')).toBe('next');
  });
});
