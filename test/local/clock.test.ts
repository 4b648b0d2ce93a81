import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../local/clock.ts';

test('fires in order of due time, then of creation, and no cancelled timer', () => {
  const timers = fc.array(fc.record({ dueMs: fc.integer({ min: 0, max: 20 }), isCancelled: fc.boolean() }));
  fc.assert(
    fc.property(timers, (planned) => {
      const clock = new VirtualClock(0);
      const fired: string[] = [];
      const cancels = planned.map(({ dueMs }, index) =>
        clock.at(dueMs, () => fired.push(`${index} at ${clock.now()}`)),
      );
      for (const [index, { isCancelled }] of planned.entries()) if (isCancelled) cancels[index]?.();
      while (clock.advanceToNext());
      const expected = [...planned.entries()]
        .filter(([, { isCancelled }]) => !isCancelled)
        .sort(([one, a], [other, b]) => a.dueMs - b.dueMs || one - other)
        .map(([index, { dueMs }]) => `${index} at ${dueMs}`);
      expect(fired).toEqual(expected);
    }),
  );
});

test('a cancel after the firing, or a second one, touches no other timer', () => {
  const clock = new VirtualClock(0);
  const fired: string[] = [];
  const cancel = clock.at(5, () => fired.push('first'));
  clock.advanceBy(5);
  clock.at(5, () => fired.push('second'));
  cancel();
  const cancelThird = clock.at(6, () => fired.push('third'));
  cancelThird();
  cancelThird();
  clock.advanceBy(1);
  expect(fired).toEqual(['first', 'second']);
  expect(clock.nextDueMs).toBeUndefined();
});

test('fires on the way what falls due, also what a timer sets', () => {
  const clock = new VirtualClock(100);
  const fired: number[] = [];
  const again = (): void => {
    fired.push(clock.now());
    clock.at(clock.now() + 10, again);
  };
  clock.at(110, again);
  clock.advanceBy(35);
  expect(fired).toEqual([110, 120, 130]);
  expect([clock.now(), clock.nextDueMs]).toEqual([135, 140]);
});
