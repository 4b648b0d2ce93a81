import * as df from 'durable-functions';

/** Activities that most tests use. `Flaky` fails until it was called `ok` times with its key. */
export function basicActivities(): void {
  const tries = new Map<string, number>();
  df.app.activity('Echo', { handler: (input: unknown) => input });
  df.app.activity('Add', { handler: ({ a, b }: { a: number; b: number }) => a + b });
  df.app.activity('Void', { handler: () => undefined });
  df.app.activity('Fail', {
    handler: (text: string) => {
      throw new TypeError(text ?? 'boom');
    },
  });
  df.app.activity('Flaky', {
    handler: ({ key, ok }: { key: string; ok: number }) => {
      const count = (tries.get(key) ?? 0) + 1;
      tries.set(key, count);
      if (count < ok) throw new Error(`try ${count}`);
      return `ok after ${count}`;
    },
  });
}

/** An activity whose calls end when the test says so. */
export function gatedActivity(name: string): { calls: Gate[]; register: () => void } {
  const calls: Gate[] = [];
  return {
    calls,
    register: () =>
      df.app.activity(name, {
        handler: (input: unknown) => new Promise((resolve, reject) => calls.push({ input, resolve, reject })),
      }),
  };
}

export type Gate = { input: unknown; resolve: (value: unknown) => void; reject: (error: Error) => void };

/** A time as far ahead of the orchestrator's own. */
export function later(context: df.OrchestrationContext, ms: number): Date {
  return new Date(context.df.currentUtcDateTime.getTime() + ms);
}
