import type { CommittedTurn, CrashPoint } from '../../durable/index.ts';

/** Which turn; any turn of any instance, when nothing is named. */
export type WhichTurn = {
  instanceId?: string;
  /** From 0, for each execution. */
  turn?: number;
};

/** The crashes that a test has asked for; each happens once. */
export class CrashPlan {
  readonly #plans: (WhichTurn & { point: CrashPoint })[] = [];
  /** Where each turn is to die once, and those that have. */
  #everyTurn: { point: CrashPoint; died: Set<string> } | undefined;

  add(point: CrashPoint, which: WhichTurn): void {
    this.#plans.push({ point, ...which });
  }

  addEveryTurn(point: CrashPoint): void {
    this.#everyTurn = { point, died: new Set() };
  }

  /** Whether the process is to die here. */
  takes(point: CrashPoint, turns: readonly CommittedTurn[]): boolean {
    return this.#takesEvery(point, turns) || this.#takesOne(point, turns);
  }

  #takesEvery(point: CrashPoint, turns: readonly CommittedTurn[]): boolean {
    if (this.#everyTurn?.point !== point) return false;
    const { died } = this.#everyTurn;
    const before = died.size;
    for (const { instanceId, turn } of turns) died.add(`${turn} ${instanceId}`);
    return died.size > before;
  }

  #takesOne(point: CrashPoint, turns: readonly CommittedTurn[]): boolean {
    const index = this.#plans.findIndex(
      (plan) =>
        plan.point === point &&
        turns.some(
          ({ instanceId, turn }) =>
            (plan.instanceId === undefined || plan.instanceId === instanceId) &&
            (plan.turn === undefined || plan.turn === turn),
        ),
    );
    if (index < 0) return false;
    this.#plans.splice(index, 1);
    return true;
  }
}
