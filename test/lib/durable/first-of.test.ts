import { describe, expect, it } from 'vitest';
import { EventInbox } from '../../../lib/durable/event-inbox.ts';
import { firstOf } from '../../../lib/durable/first-of.ts';
import { longestTimerMs, nowMs, secondsFromNow, sleep } from '../../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../../lib/durable/workflow.ts';
import { startWorkflow, timersOf } from '../../support/workflow-bench.ts';

type Events = { answered: { text: string }; cancelled: { reason: string } };

const day = 24 * 3_600;

/** Waits for an answer, for so many seconds. */
function answerWithin(seconds: number) {
  return function* (ctx: OrchestrationContext): Workflow<unknown> {
    const inbox = new EventInbox<Events>(ctx);
    return yield* firstOf(ctx, inbox, ['answered', 'cancelled'], { deadline: secondsFromNow(ctx, seconds) });
  };
}

describe('firstOf', () => {
  it('cancels the timer when the event wins, so that the run ends at once', async () => {
    const run = await startWorkflow(answerWithin(3_600));
    await run.raise('answered', { text: 'yes' });
    expect(await run.outcome()).toEqual({ kind: 'answered', value: { text: 'yes' } });
    expect(run.elapsedMs()).toBe(0);
  });

  it('names the due time that came', async () => {
    const run = await startWorkflow(answerWithin(90));
    expect(await run.outcome()).toEqual({ kind: 'deadline' });
    expect(run.elapsedMs()).toBe(90_000);
  });

  it('arms only the earliest of several due times, and none that is undefined', async () => {
    const run = await startWorkflow(function* (ctx) {
      const inbox = new EventInbox<Events>(ctx);
      const timers = { poll: secondsFromNow(ctx, 5), deadline: secondsFromNow(ctx, 9), never: undefined };
      return yield* firstOf(ctx, inbox, ['answered'], timers);
    });
    expect(await run.outcome()).toEqual({ kind: 'poll' });
    expect(timersOf(run.history())).toEqual([5_000]);
  });

  it('waits for weeks in timers of at most five days', async () => {
    const run = await startWorkflow(answerWithin(12 * day));
    expect(await run.outcome()).toEqual({ kind: 'deadline' });
    expect(run.elapsedMs()).toBe(12 * day * 1_000);
    expect(Math.max(...timersOf(run.history()))).toBe(longestTimerMs);
  });

  it('takes an answer that comes on day seven of twelve', async () => {
    const run = await startWorkflow(answerWithin(12 * day));
    run.clock.advanceBy(5 * day * 1_000);
    await run.engine.whenIdle();
    run.clock.advanceBy(2 * day * 1_000);
    await run.raise('answered', { text: 'late' });
    expect(await run.outcome()).toMatchObject({ kind: 'answered' });
    expect(run.elapsedMs()).toBe(7 * day * 1_000);
  });

  it('believes a timer that fires a second early', () => {
    // Azure cuts delays to whole seconds, so the clock of the turn may stand before the due time.
    let now = new Date('2026-01-01T00:00:00.000Z');
    const timer = { isCompleted: false, cancel: () => {} };
    const ctx = {
      df: {
        get currentUtcDateTime() {
          return now;
        },
        createTimer: () => timer,
        waitForExternalEvent: () => ({ isCompleted: false }),
        Task: { any: (tasks: unknown[]) => tasks },
      },
    } as unknown as OrchestrationContext;
    const race = firstOf(ctx, new EventInbox<Events>(ctx), ['answered'], { deadline: nowMs(ctx) + 2_600 });
    race.next();
    now = new Date('2026-01-01T00:00:02.050Z');
    expect(race.next(timer)).toEqual({ done: true, value: { kind: 'deadline' } });
  });
});

describe('EventInbox', () => {
  /** Polls `count` times, with an activity in between, then says which events it heard. */
  function pollsThenListens(count: number) {
    return function* (ctx: OrchestrationContext): Workflow<string[]> {
      const inbox = new EventInbox<Events>(ctx);
      const heard: string[] = [];
      for (let poll = 0; poll < count; poll++) {
        const news = yield* firstOf(ctx, inbox, ['answered', 'cancelled'], { poll: secondsFromNow(ctx, 5) });
        if (news.kind === 'answered') heard.push(news.value.text);
        else yield ctx.df.callActivity('look', { poll });
      }
      return heard;
    };
  }

  it('keeps events that come while an activity runs, although older waits of lost races are open', async () => {
    let raise: (text: string) => Promise<unknown> = async () => {};
    const run = await startWorkflow(pollsThenListens(5), {
      look: async (input) => {
        if ((input as { poll: number }).poll === 2) await raise('during the activity');
      },
    });
    raise = (text) => run.raise('answered', { text });
    expect(await run.outcome()).toEqual(['during the activity']);
  });

  it('keeps several events that come during one activity, in their order', async () => {
    let raise: (text: string) => Promise<unknown> = async () => {};
    const run = await startWorkflow(pollsThenListens(6), {
      look: async (input) => {
        if ((input as { poll: number }).poll !== 2) return;
        await raise('one');
        await raise('two');
      },
    });
    raise = (text) => run.raise('answered', { text });
    expect(await run.outcome()).toEqual(['one', 'two']);
  });

  it('keeps events that come in the turn in which the timer wins, in their order', async () => {
    const run = await startWorkflow(pollsThenListens(6), { look: () => undefined });
    run.clock.advanceBy(5_000);
    await run.engine.whenIdle();
    // The second poll is due, and nothing has run yet when the events arrive behind it.
    run.clock.advanceBy(5_000);
    await Promise.all([run.raise('answered', { text: 'one' }), run.raise('answered', { text: 'two' })]);
    expect(await run.outcome()).toEqual(['one', 'two']);
  });
});

describe('sleep', () => {
  it('sleeps for longer than a single timer may', async () => {
    const run = await startWorkflow(function* (ctx) {
      yield* sleep(ctx, 11 * day);
      return 'rested';
    });
    expect(await run.outcome()).toBe('rested');
    expect(timersOf(run.history())).toEqual([5, 5, 1].map((days) => days * day * 1_000));
  });
});
