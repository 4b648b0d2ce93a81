/**
 * The trace of a run, carried in the inputs of the run, of its activities and of its children. The engine carries one too, but
 * not from a webhook over the row of a lane into a publish, and not on every host; an input is the same in every replay.
 */
const field = 'traceparent';

/** The trace that an input carries. */
export function carriedTrace(input: unknown): string | undefined {
  const value = isObject(input) ? input[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The input with this trace; as it is where there is none. */
export function withTrace<Input>(input: Input, traceparent: string | undefined): Input {
  if (traceparent === undefined || !isObject(input)) return input;
  return { ...input, [field]: traceparent };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
