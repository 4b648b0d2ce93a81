import { SlipwayError } from '../errors.ts';

/** The parts of an SDK error that decide what it means; undefined where the service did not answer at all. */
export type AzureAnswer = { status: number | undefined; code: string | undefined; message: string };

/** Answers after which the same call can succeed later. */
const passing = new Set([408, 409, 412, 429]);

export function answerOf(error: unknown): AzureAnswer {
  const { statusCode, code, message } = error as { statusCode?: unknown; code?: unknown; message?: unknown };
  return {
    status: typeof statusCode === 'number' ? statusCode : undefined,
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? (message.split('\n')[0] ?? '') : String(error),
  };
}

/** Whether the service took the request; which success it answers says little. */
export function isTaken({ status = 0 }: AzureAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Whether what was asked for does not exist, and not the resource group around it. */
export function isAbsent({ status, code }: AzureAnswer): boolean {
  return status === 404 && code !== 'ResourceGroupNotFound';
}

/** Logs are asked for while a group may still be starting; these answers say that there is none yet. */
export function hasNoLogYet({ code }: AzureAnswer): boolean {
  return code === 'ContainerGroupDeploymentNotReady' || code === 'ContainerLogNotAvailable';
}

/**
 * What a failed call means for the app: `azure-unavailable` where trying again may help, no answer included, and
 * `azure-refused` where it does not. `attempt` continues "Azure ... while", such as `reading the container group "x"`.
 */
export function azureError(attempt: string, answer: AzureAnswer, cause?: unknown): SlipwayError {
  const { status, code, message } = answer;
  const mayPass = status === undefined || status >= 500 || passing.has(status);
  const what = [status, code].filter((part) => part !== undefined).join(' ') || 'no answer';
  return new SlipwayError(
    mayPass ? 'azure-unavailable' : 'azure-refused',
    `Azure answered ${what} while ${attempt}: ${message}`,
    { details: { status, code }, cause },
  );
}

/** Runs one call and turns what the SDK throws into the app's error. */
export async function calling<T>(attempt: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    throw azureError(attempt, answerOf(error), error);
  }
}

/** Code and message of a management API's error body; the text itself where it is not one. */
export function errorIn(body: string | null | undefined): { code: string | undefined; message: string } {
  const text = body ?? '';
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
    return {
      code: typeof error?.code === 'string' ? error.code : undefined,
      message: typeof error?.message === 'string' ? error.message : 'no reason given',
    };
  } catch {
    return { code: undefined, message: text.slice(0, 300) || 'no reason given' };
  }
}
