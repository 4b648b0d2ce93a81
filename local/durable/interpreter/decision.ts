/** Something new that a turn schedules, under the sequence id by which history and code know it. */
export type Decision =
  | { kind: 'activity'; id: number; name: string; input: string | null }
  | { kind: 'timer'; id: number; dueMs: number }
  | {
      kind: 'child';
      id: number;
      name: string;
      instanceId: string;
      input: string | null;
      version: string | null;
    }
  | { kind: 'send'; id: number; target: string; name: string; text: string };

type WithoutId<One> = One extends unknown ? Omit<One, 'id'> : never;

/** A decision before it got its id. */
export type Wish = WithoutId<Decision>;

/** How an activity, child or timer ended. */
export type TaskEnd =
  /** `isCarried`: by an event that the next execution gets as well. */
  { ok: true; result: string | null; isCarried?: true } | { ok: false; nonRetriable: boolean };

/** Called once, when what an action waits for has come. */
export type Settle = (end: TaskEnd) => void;

/** The end of what has no result of its own. */
export const settled: TaskEnd = { ok: true, result: null };

export function isCarried(end: TaskEnd): boolean {
  return end.ok && end.isCarried === true;
}
