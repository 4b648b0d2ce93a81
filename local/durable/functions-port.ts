import type { TypedData } from '../typed-data.ts';

export type DurableFunctionKind = 'orchestration' | 'activity' | 'entity';

/** A function's code at one time, as far as the host can see it. */
export type CodeVersion = {
  /** A hash of the function's own text. */
  source: string;
  /** Hashes of the app's files by path; left out when the host has not read them. */
  files?: Readonly<Record<string, string>>;
};

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
  /** The code of an orchestrator as it runs now; undefined when the host does not know it, or not yet. */
  codeOf?(name: string): CodeVersion | undefined;
  /**
   * Where an orchestrator, run with this trigger, asks for its action number `place`, from 0, or else for its last one:
   * `file:line`, innermost first. Runs the code once more and is dear.
   */
  locate?(name: string, trigger: string, place: number | undefined): Promise<string[]>;
}
