import type { FailureDetails } from '../protocol/history-events.ts';
import { httpActivityName } from '../protocol/http-call.ts';

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
  const Reason = name === httpActivityName ? message : `Activity function '${name}' failed: ${message}`;
  return { Reason, Details: exceptionDump(error, message), FailureDetails: null };
}

/** In the shape of the dump that the extension makes of .NET's exceptions, as code may look into it. */
function exceptionDump(error: unknown, message: string): string {
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  return JSON.stringify({
    $type: 'System.Exception, System.Private.CoreLib',
    ClassName: 'System.Exception',
    Message: message,
    Data: null,
    InnerException: {
      $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
      RemoteMessage: message,
      RemoteStackTrace: stack,
      Message: `Result: Failure\nException: ${message}\nStack: ${stack ?? ''}`,
      InnerException: null,
    },
    StackTraceString: null,
    RemoteStackTraceString: null,
  });
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
