import type { Context } from 'hono';
import { ArmError } from './arm-error.ts';

/** The JSON body of a request. */
export async function readJson(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    throw new ArmError(
      400,
      'InvalidRequestContent',
      'The request content was invalid and could not be deserialized: it is no JSON.',
    );
  }
}
