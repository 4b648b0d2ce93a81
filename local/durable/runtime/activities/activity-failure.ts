import { DotNetError } from '../../protocol/dot-net-error.ts';
import { exceptionDump } from '../../protocol/exception-dump.ts';
import type { FailureDetails } from '../../protocol/history-events.ts';
import { httpActivityName } from '../../protocol/http-call.ts';
import { structuredFailure } from './structured-failure.ts';

/** The fields by which a TaskFailed event tells of an activity's error. */
export function activityFailure(
  name: string,
  error: unknown,
): { Reason: string; Details: string | null; FailureDetails: FailureDetails | null } {
  const message = error instanceof Error ? error.message : String(error);
  const structured = structuredFailure(message);
  if (structured) {
    return {
      Reason: `Activity function '${name}' failed with an unhandled exception.`,
      Details: null,
      FailureDetails: structured,
    };
  }
  if (error instanceof DotNetError) return frameworkFailure(error.type, message);
  const Reason = name === httpActivityName ? message : `Activity function '${name}' failed: ${message}`;
  return {
    Reason,
    Details: exceptionDump('System.Exception', message, stackOf(error)),
    FailureDetails: null,
  };
}

/** What the framework makes of an exception outside of functions. */
function frameworkFailure(
  type: string,
  message: string,
): { Reason: string; Details: string; FailureDetails: FailureDetails } {
  return {
    Reason: message,
    Details: `Unhandled exception while executing task: ${type}: ${message}`,
    FailureDetails: {
      ErrorType: type,
      ErrorMessage: message,
      StackTrace: '   at the local durable engine',
      InnerFailure: null,
      IsNonRetriable: false,
      Properties: null,
    },
  };
}

function stackOf(error: unknown): string | null {
  return error instanceof Error ? (error.stack ?? null) : null;
}
