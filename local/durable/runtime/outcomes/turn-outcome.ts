import type { Decision } from '../../interpreter/decision.ts';
import type { EventRaised, FailureDetails } from '../../protocol/history-events.ts';

/** How an instance stands after a turn. */
export type TurnEnd =
  | { kind: 'goesOn' }
  | { kind: 'completed'; output: string | null }
  | {
      kind: 'failed';
      /** What the status shows. */
      output: string;
      /** What the history and a parent get. */
      result: string | null;
      details: string;
      failureDetails: FailureDetails | null;
    }
  | { kind: 'terminated'; reason: string | null }
  | { kind: 'continuedAsNew'; input: string | null; carried: EventRaised[] };

export type TurnOutcome = {
  end: TurnEnd;
  decisions: Decision[];
  /** JSON text. */
  customStatus: string | null;
};

/** The failure of an orchestrator with a plain text. */
export function failedOutcome(
  name: string,
  problem: string,
  customStatus: string | null = null,
): TurnOutcome {
  return failedWith(`Orchestrator function '${name}' failed: ${problem}`, problem, customStatus);
}

/** The same, with the whole text given. */
export function failedWith(text: string, problem = text, customStatus: string | null = null): TurnOutcome {
  return {
    end: {
      kind: 'failed',
      output: text,
      result: text,
      details: `Message: ${problem}, StackTrace: `,
      failureDetails: null,
    },
    decisions: [],
    customStatus,
  };
}
