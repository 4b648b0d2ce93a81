import type { TypedData } from '../typed-data.ts';

export type DurableFunctionKind = 'orchestration' | 'activity' | 'entity';

/** What the engine needs of the Functions host beside it. */
export interface DurableFunctions {
  /** The functions of one kind, by the names under which they were registered. */
  names(kind: DurableFunctionKind): readonly string[];
  /**
   * Runs one function with the value of its trigger (null: no value) and resolves with its return value.
   * Rejects with the function's own error, message unchanged: the engine reads the protocol's suffix from it.
   */
  invoke(
    name: string,
    trigger: TypedData | null,
    triggerMetadata: Record<string, TypedData>,
  ): Promise<TypedData | undefined>;
}
