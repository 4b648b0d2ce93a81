import type { CreationBudgetState } from '../../contract/creation-budget.ts';

/** The one document that says who may create container groups. */
export interface CreationBudget {
  /**
   * Applies a change to what is stored now, and stores the result unless it is the same object. `change` is pure: where
   * somebody else wrote meanwhile, it is called again.
   */
  update<Answer>(
    change: (state: CreationBudgetState) => { state: CreationBudgetState; answer: Answer },
  ): Promise<Answer>;
}
