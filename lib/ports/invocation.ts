import type { ActivityInput, ActivityName, ActivityResult } from '../../contract/activities.ts';
import type { Runs } from './runs.ts';

/** What belongs to one call of a function, and not to the process. */
export type Invocation = {
  runs: Runs;
  /** Writes one line to the log of the app, under this call. */
  log(line: string): void;
};

/** The functions that implement the activities of the contract, with the outside world bound already. */
export type ActivityHandlers = {
  [Name in ActivityName]: (
    input: ActivityInput<Name>,
    invocation: Invocation,
  ) => Promise<ActivityResult<Name>>;
};
