/** Version 00 of W3C's trace context: trace, span and flags. Neither id may be all zeros. */
const pattern = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

const sampledFlag = 1;

/** The trace of a `traceparent`; undefined when it is none. */
export function traceIdOf(traceparent: string | null | undefined): string | undefined {
  return pattern.exec(traceparent ?? '')?.[1];
}

/** Whether the span that it names is being recorded by who wrote it. */
export function isRecorded(traceparent: string | null | undefined): boolean {
  const flags = pattern.exec(traceparent ?? '')?.[2];
  return flags !== undefined && (Number.parseInt(flags, 16) & sampledFlag) !== 0;
}
