import type { CommittedTurn, CrashPoint } from '../../durable/index.ts';

/** Which turn; any turn of any instance, when nothing is named. */
export type WhichTurn = {
  instanceId?: string;
  /** From 0, for each execution. */
  turn?: number;
};

/** Which turns of each instance: those of every so manieth number, from one of them on. */
export type WhichTurns = { every?: number; from?: number };

/** The crashes that a test has asked for; each happens once. */
export class CrashPlan {
  readonly #plans: (WhichTurn & { point: CrashPoint })[] = [];
  /** Where many turns are to die once each, and those that have. */
  #everyTurn: (Required<WhichTurns> & { point: CrashPoint; died: Set<string> }) | undefined;

  add(point: CrashPoint, which: WhichTurn): void {
    this.#plans.push({ point, ...which });
  }

  addEveryTurn(point: CrashPoint, { every = 1, from = 0 }: WhichTurns): void {
    this.#everyTurn = { point, every, from, died: new Set() };
  }

  /** Whether the process is to die here. */
  takes(point: CrashPoint, turns: readonly CommittedTurn[]): boolean {
    return this.#takesEvery(point, turns) || this.#takesOne(point, turns);
  }

  #takesEvery(point: CrashPoint, turns: readonly CommittedTurn[]): boolean {
    if (this.#everyTurn?.point !== point) return false;
    const { every, from, died } = this.#everyTurn;
    const before = died.size;
    for (const { instanceId, turn } of turns)
      if (turn >= from && (turn - from) % every === 0) died.add(`${turn} ${instanceId}`);
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
