import type { TypedData } from '../typed-data.ts';

/** A value of trigger metadata as the host sends it: texts as they are, everything else as JSON. */
export function metadataValue(value: unknown): TypedData {
  return typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) };
}

/** .NET's spelling of a date with its offset. */
export function dotNetDate(ms: number): string {
  return new Date(ms).toISOString().replace(/(?:\.000|(\.\d+?)0*)Z$/, '$1+00:00');
}
