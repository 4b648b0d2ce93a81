import type { OrchestrationContext, Workflow } from './workflow.ts';

/**
 * The longest single timer. Above six days Azure splits a timer into parts, and an instance that cancels such a timer
 * after its first part fails as non-deterministic; five days leave room for clocks that differ.
 */
export const longestTimerMs = 5 * 24 * 3_600_000;

/** Azure rounds delays down to whole seconds: a timer may fire this much early, and its time has come all the same. */
export const timerToleranceMs = 1_000;

/** The time of the current turn, the same on each replay. */
export function nowMs(ctx: OrchestrationContext): number {
  return ctx.df.currentUtcDateTime.getTime();
}

/** The ISO text of the current turn's time. */
export function nowIso(ctx: OrchestrationContext): string {
  return ctx.df.currentUtcDateTime.toISOString();
}

/** The moment `seconds` from the current turn, in milliseconds since the epoch. */
export function secondsFromNow(ctx: OrchestrationContext, seconds: number): number {
  return nowMs(ctx) + seconds * 1_000;
}

/** Waits durably. On Azure it may end up to a second early, so do not ask for less than two. */
export function* sleep(ctx: OrchestrationContext, seconds: number): Workflow<void> {
  const due = secondsFromNow(ctx, seconds);
  for (;;) {
    const part = Math.min(due, nowMs(ctx) + longestTimerMs);
    yield ctx.df.createTimer(new Date(part));
    if (part === due) return;
  }
}
