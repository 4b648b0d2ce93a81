import type { TypedData } from '../../typed-data.ts';
import type { Action } from './actions.ts';
import { dotNetDate } from './dot-net-dates.ts';
import { wellFormedJson } from './dot-net-json.ts';

export type WireFailureDetails = {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace?: string | null;
  IsNonRetriable?: boolean;
  Properties?: Record<string, unknown> | null;
};

/** The state with which an orchestrator function answers a turn. */
export type OrchestratorState = {
  isDone: boolean;
  /** One list in a list: schema V2 and later flatten all yields into it. */
  actions: [Action[]];
  output?: unknown;
  error?: string;
  customStatus?: unknown;
  failureDetails?: WireFailureDetails;
};

/** A state, or the text of a failure that carries none. */
export type OrchestratorAnswer =
  | { kind: 'state'; state: OrchestratorState }
  | { kind: 'broken'; message: string };

/** What stands between the flag and the state in the message of an orchestrator's error. */
const stateMarker = '\n\n$OutOfProcData$:';

export function answerOfValue(value: TypedData | undefined): OrchestratorAnswer {
  const text = value?.json ?? value?.string;
  if (text === undefined) return { kind: 'broken', message: 'The orchestrator function returned no state.' };
  return { kind: 'state', state: JSON.parse(wellFormedJson(text)) as OrchestratorState };
}

/** Dates that the extension reads as such anyway, and texts of errors. */
const ownTexts = new Set(['fireAt', 'error', 'ErrorMessage']);

function withDates(key: string, value: unknown): unknown {
  return typeof value === 'string' && !ownTexts.has(key) ? dotNetDate(value) : value;
}

/** As the extension does, takes the state from an error only when it is unfinished and names an error. */
export function answerOfError(error: unknown): OrchestratorAnswer {
  const message = error instanceof Error ? error.message : String(error);
  const at = message.indexOf(stateMarker);
  if (at >= 0) {
    const text = wellFormedJson(message.slice(at + stateMarker.length));
    const state = JSON.parse(text, withDates) as OrchestratorState;
    if (!state.isDone && typeof state.error === 'string' && state.error !== '')
      return { kind: 'state', state };
  }
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return {
    kind: 'broken',
    message: `One or more errors occurred. (Result: Failure\nException: ${message}\nStack: ${stack})`,
  };
}
