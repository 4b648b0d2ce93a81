import type { FailureDetails } from '../../protocol/history-events.ts';

const fields = new Set([
  'errorType',
  'errorMessage',
  'stackTrace',
  'isNonRetriable',
  'properties',
  'innerFailure',
]);

/**
 * The failure details in an error's message: what the SDK makes of it when the app has an exception properties provider. As
 * the extension does, takes any object that has no other field and none of another kind, an empty one too.
 */
export function structuredFailure(message: string): FailureDetails | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    return detailsOf(JSON.parse(message));
  } catch {
    return undefined;
  }
}

function detailsOf(value: unknown): FailureDetails | undefined {
  if (!isObject(value) || Object.keys(value).some((key) => !fields.has(key))) return undefined;
  const { errorType, errorMessage, stackTrace, isNonRetriable, properties, innerFailure } = value;
  if (![errorType, errorMessage, stackTrace].every(isTextOrNone)) return undefined;
  if (isNonRetriable !== undefined && typeof isNonRetriable !== 'boolean') return undefined;
  if (!isNone(properties) && !isObject(properties)) return undefined;
  const inner = isNone(innerFailure) ? null : detailsOf(innerFailure);
  if (inner === undefined) return undefined;
  return {
    ErrorType: (errorType as string | null | undefined) ?? '',
    ErrorMessage: (errorMessage as string | null | undefined) ?? '',
    StackTrace: (stackTrace as string | null | undefined) ?? null,
    InnerFailure: inner,
    IsNonRetriable: isNonRetriable ?? false,
    Properties: isObject(properties) && Object.keys(properties).length > 0 ? properties : null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNone(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isTextOrNone(value: unknown): boolean {
  return isNone(value) || typeof value === 'string';
}
