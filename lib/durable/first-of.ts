import type { EventInbox } from './event-inbox.ts';
import { longestTimerMs, nowMs } from './time.ts';
import type { OrchestrationContext, Workflow } from './workflow.ts';

type EventNews<Events, Names extends keyof Events> = {
  [Name in Names]: { kind: Name; value: Events[Name] };
}[Names];
type TimerNews<Timers> = { [Name in keyof Timers]: { kind: Name } }[keyof Timers];

/**
 * Waits for the first of some events and due times (milliseconds since the epoch) and says which it was.
 *
 * The loser is always settled: only the earliest due time becomes a timer, and it is cancelled when an event wins, because
 * an open timer would keep the finished orchestration Running. When a due time is named, its time has come: timers fire up
 * to a second early on Azure, so callers do not compare with the clock again. Due times that are undefined never come.
 */
export function* firstOf<
  Events extends Record<string, unknown>,
  Names extends keyof Events & string,
  Timers extends Record<string, number | undefined>,
>(
  ctx: OrchestrationContext,
  inbox: EventInbox<Events>,
  names: readonly Names[],
  timers: Timers,
): Workflow<EventNews<Events, Names> | TimerNews<Timers>> {
  for (;;) {
    for (const name of names) {
      const arrived = inbox.take(name);
      if (arrived) return { kind: name, value: arrived.value } as EventNews<Events, Names>;
    }
    const next = earliest(timers);
    const due = next && Math.min(next.dueMs, nowMs(ctx) + longestTimerMs);
    const timer = due === undefined ? undefined : ctx.df.createTimer(new Date(due));
    const waits = names.map((name) => inbox.wait(name));
    const winner = yield ctx.df.Task.any(timer ? [...waits, timer] : waits);
    if (!timer || winner !== timer) {
      if (timer && !timer.isCompleted) timer.cancel();
    } else if (next && due === next.dueMs) {
      return { kind: next.name } as TimerNews<Timers>;
    }
  }
}

function earliest(timers: Record<string, number | undefined>): { name: string; dueMs: number } | undefined {
  let first: { name: string; dueMs: number } | undefined;
  for (const [name, dueMs] of Object.entries(timers)) {
    if (dueMs !== undefined && (first === undefined || dueMs < first.dueMs)) first = { name, dueMs };
  }
  return first;
}
