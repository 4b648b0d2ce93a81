import type { FailureDetails } from '../protocol/history-events.ts';
import { httpActivityName } from '../protocol/http-call.ts';
import { exceptionDump } from './exception-dump.ts';
import { InvalidUri } from './send-http-call.ts';

/** What the SDK makes of an error's message when the app has an exception properties provider. */
type StructuredMessage = {
  errorType: string;
  errorMessage: string;
  stackTrace?: string;
  isNonRetriable?: boolean;
  properties: Record<string, unknown>;
};

/** The fields by which a TaskFailed event tells of an activity's error. */
export function activityFailure(
  name: string,
  error: unknown,
): { Reason: string; Details: string | null; FailureDetails: FailureDetails | null } {
  const message = error instanceof Error ? error.message : String(error);
  const structured = structuredMessage(message);
  if (structured) {
    return {
      Reason: `Activity function '${name}' failed with an unhandled exception.`,
      Details: null,
      FailureDetails: {
        ErrorType: structured.errorType,
        ErrorMessage: structured.errorMessage,
        StackTrace: structured.stackTrace ?? null,
        InnerFailure: null,
        IsNonRetriable: structured.isNonRetriable ?? false,
        Properties: structured.properties,
      },
    };
  }
  if (error instanceof InvalidUri) return frameworkFailure('System.InvalidOperationException', message);
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

function structuredMessage(message: string): StructuredMessage | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    const parsed = JSON.parse(message) as Partial<StructuredMessage>;
    const isStructured =
      typeof parsed.errorType === 'string' &&
      typeof parsed.errorMessage === 'string' &&
      typeof parsed.properties === 'object' &&
      parsed.properties !== null;
    return isStructured ? (parsed as StructuredMessage) : undefined;
  } catch {
    return undefined;
  }
}
