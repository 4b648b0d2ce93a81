import type { CreationBudgetState } from '../../../contract/creation-budget.ts';
import type { CreationBudget } from '../../../lib/ports/creation-budget.ts';

/** The budget in memory. */
export class FakeCreationBudget implements CreationBudget {
  state: CreationBudgetState = { tickets: [], creations: [], regions: {} };

  update: CreationBudget['update'] = async (change) => {
    const { state, answer } = change(structuredClone(this.state));
    this.state = structuredClone(state);
    return answer;
  };
}
