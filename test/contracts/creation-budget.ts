import { describe, expect, test } from 'vitest';
import type { CreationBudgetState } from '../../contract/creation-budget.ts';
import type { CreationBudget } from '../../lib/ports/creation-budget.ts';

/** Notes a create at this moment, and answers how many there are. */
function note(moment: number) {
  return (state: CreationBudgetState) => {
    const creations = [...state.creations, moment];
    return { state: { ...state, creations }, answer: creations.length };
  };
}

const read = (budget: CreationBudget) => budget.update((state) => ({ state, answer: state }));

/** What the app relies on of any CreationBudget. `make` gives the same budget as another process has it, as often as it is called. */
export function creationBudgetContract(name: string, make: () => Promise<() => CreationBudget>): void {
  describe(`the creation budget of ${name}`, () => {
    test('is empty at first, and keeps what a change made of it', async () => {
      const budget = (await make())();
      expect(await read(budget)).toEqual({ tickets: [], creations: [], regions: {} });
      expect(await budget.update(note(5))).toBe(1);
      expect(await budget.update(note(6))).toBe(2);
      expect((await read(budget)).creations).toEqual([5, 6]);
    });

    test('loses no change of many that come at once, and answers each with its own', async () => {
      const budget = (await make())();
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => budget.update(note(n))));
      expect([...answers].sort((one, other) => one - other)).toEqual(
        Array.from({ length: 50 }, (_, n) => n + 1),
      );
      expect((await read(budget)).creations).toHaveLength(50);
    });

    test('answers with what another process wrote meanwhile', async () => {
      const open = await make();
      const [one, other] = [open(), open()];
      await one.update(note(1));
      await other.update(note(2));
      expect((await read(one)).creations).toEqual([1, 2]);
      await one.update(note(3));
      expect((await read(other)).creations).toEqual([1, 2, 3]);
    });

    test('loses no change of several processes', async () => {
      const open = await make();
      const processes = [open(), open(), open()];
      await Promise.all(
        processes.flatMap((budget, index) =>
          Array.from({ length: 10 }, (_, n) => budget.update(note(index * 10 + n))),
        ),
      );
      const { creations } = await read(open());
      expect([...creations].sort((one, other) => one - other)).toEqual(
        Array.from({ length: 30 }, (_, n) => n),
      );
    });
  });
}
