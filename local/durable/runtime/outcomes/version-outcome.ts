import type { TurnOutcome } from './turn-outcome.ts';

const type = 'VersionMismatch';
const message = 'Orchestration version did not comply with Worker Versioning';

/** What becomes of an instance of another version when the settings say that it fails. */
export function versionOutcome(): TurnOutcome {
  return {
    end: {
      kind: 'failed',
      output: `${type}: ${message}`,
      result: null,
      details: message,
      failureDetails: {
        ErrorType: type,
        ErrorMessage: message,
        StackTrace: null,
        InnerFailure: null,
        IsNonRetriable: true,
        Properties: null,
      },
    },
    decisions: [],
    customStatus: null,
  };
}
