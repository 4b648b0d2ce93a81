import { type ErrorCode, SlipwayError } from '../errors.ts';

/**
 * How an activity says that trying again can't help. The durable library retries whatever is thrown, eight times over three
 * minutes, and knows no exception; so an error that is not retryable travels as a result and is thrown in the orchestrator.
 */
type Refusal = { slipwayRefusal: { code: ErrorCode; message: string } };

/** The result of an activity, or its refusal; what may pass is thrown on, to be tried again. */
export async function refusable<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.retryable || error.fault === 'bug') throw error;
    return { slipwayRefusal: { code: error.code, message: error.message } };
  }
}

/** The result of an activity. Throws what it refused with. */
export function unlessRefused<T>(result: T | Refusal): T {
  if (!isRefusal(result)) return result;
  const { code, message } = result.slipwayRefusal;
  throw new SlipwayError(code, message);
}

function isRefusal(result: unknown): result is Refusal {
  return typeof result === 'object' && result !== null && 'slipwayRefusal' in result;
}
