import * as df from 'durable-functions';

export type Context = df.OrchestrationContext;

/** Yields tasks and gets their results; the library types what comes back for us. */
export const orchestrator = df.app.orchestration;

export function later(context: Context, ms: number): Date {
  return new Date(context.df.currentUtcDateTime.getTime() + ms);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `not an Error: ${JSON.stringify(error)}`;
}

/** A value with its type, so that `null`, `undefined`, `"5"` and `5` look different in JSON. */
export function shown(value: unknown): { type: string; value: unknown } {
  if (value === undefined) return { type: 'undefined', value: '(none)' };
  return { type: value === null ? 'null' : typeof value, value };
}

/** Values of every kind that JSON has, and some that look like others. */
export const samples: Record<string, unknown> = {
  text: 'ab',
  textOfNumber: '5',
  textOfJson: '{"a":1}',
  textOfDate: '2020-01-02T03:04:05.678Z',
  emptyText: '',
  unicode: 'é € 😀 "quoted" \\ \n',
  number: 5,
  fraction: 1.5,
  negative: -7,
  big: 12345678901234,
  true: true,
  false: false,
  null: null,
  object: { a: 1, b: { c: [null, 'x'] } },
  emptyObject: {},
  array: [1, 'two', null],
  emptyArray: [],
};
