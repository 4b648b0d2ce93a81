import type { JobValue } from '../../../contract/jobs.ts';

/** The most that stands in a run itself, as UTF-8 of its JSON. */
export const longestInlineBytes = 64 * 1_024;

/** A value as it stands in a run: itself, or how big the document is that holds it. */
export function jobValue(value: unknown, longestBytes = longestInlineBytes): JobValue {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  return bytes <= longestBytes ? { kind: 'inline', value } : { kind: 'stored', bytes };
}
