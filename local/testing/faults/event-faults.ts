/** Which events: those of one instance only, when it is named. */
export type WhichEvents = { instanceId?: string };

type Rule = WhichEvents & { name: string; copies: number };

/** Decides how often a raised event arrives; each rule is for one event. */
export class EventFaults {
  readonly #rules: Rule[] = [];

  add(name: string, copies: number, { instanceId }: WhichEvents): void {
    this.#rules.push({ name, copies, ...(instanceId !== undefined && { instanceId }) });
  }

  copiesOf(instanceId: string, name: string): number {
    const index = this.#rules.findIndex(
      (rule) => rule.name === name && (rule.instanceId === undefined || rule.instanceId === instanceId),
    );
    const [rule] = index < 0 ? [] : this.#rules.splice(index, 1);
    return rule?.copies ?? 1;
  }
}
