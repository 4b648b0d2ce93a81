import { later, messageOf, orchestrator } from './support.ts';

/** Programs about timers. */
export function timers(): void {
  orchestrator('Timer', function* (context) {
    const fireAt = later(context, context.df.getInput<number>());
    yield context.df.createTimer(fireAt);
    return 'fired';
  });
  orchestrator('TwoTimers', function* (context) {
    yield context.df.createTimer(later(context, 50));
    yield context.df.createTimer(later(context, 50));
    return 'both';
  });
  orchestrator('AllTimers', function* (context) {
    yield context.df.Task.all([20, 60, 40].map((ms) => context.df.createTimer(later(context, ms))));
    return 'all';
  });
  orchestrator('CancelTimerUnyielded', function* (context) {
    const timer = context.df.createTimer(later(context, 60_000));
    timer.cancel();
    return yield context.df.callActivity('Echo', 'after');
  });
  orchestrator('TimerResult', function* (context) {
    const timer = context.df.createTimer(later(context, 10));
    const result: unknown = yield timer;
    return { result: result ?? '(none)', isCompleted: timer.isCompleted, isCanceled: timer.isCanceled };
  });
  orchestrator('CancelFired', function* (context) {
    const timer = context.df.createTimer(later(context, 10));
    yield timer;
    timer.cancel();
    return 'cancelled';
  });
  orchestrator('TimerThenActivity', function* (context) {
    const first: unknown = yield context.df.callActivity('Echo', 1);
    yield context.df.createTimer(later(context, 30));
    const second: unknown = yield context.df.callActivity('Echo', 2);
    return [first, second];
  });
  orchestrator('TimerInvalid', function* (context) {
    yield context.df.createTimer(new Date(Number.NaN));
    return 'fired';
  });
  orchestrator('TimerOf', function* (context) {
    const dates: Record<string, unknown> = { text: 'tomorrow', number: 1_577_934_245_000 };
    try {
      yield context.df.createTimer(dates[context.df.getInput<string>()] as Date);
      return 'fired';
    } catch (error) {
      return { caught: messageOf(error) };
    }
  });
  orchestrator('Order', function* (context) {
    const left = [4000, 100, 2200].map((ms) => ({ ms, task: context.df.createTimer(later(context, ms)) }));
    const order: number[] = [];
    while (left.length > 0) {
      const winner: unknown = yield context.df.Task.any(left.map((one) => one.task));
      const [first] = left.splice(
        left.findIndex((one) => one.task === winner),
        1,
      );
      order.push(first?.ms ?? -1);
    }
    return order;
  });
  orchestrator('LongTimer', function* (context) {
    const ms = context.df.getInput<number>();
    const before = context.df.currentUtcDateTime.getTime();
    yield context.df.createTimer(later(context, ms));
    const after: unknown = yield context.df.callActivity('Echo', 'after');
    // A second early is Azure's way.
    return { after, waited: context.df.currentUtcDateTime.getTime() - before >= ms - 1000 };
  });
  orchestrator('LongTimerCancelled', function* (context) {
    const timer = context.df.createTimer(later(context, context.df.getInput<number>()));
    const event = context.df.waitForExternalEvent('Go');
    const winner: unknown = yield context.df.Task.any([timer, event]);
    if (winner === event) timer.cancel();
    const after: unknown = yield context.df.callActivity('Echo', 'after');
    return { winner: winner === event ? 'event' : 'timer', after };
  });
}
