import { later, orchestrator, shown } from './support.ts';

/** Programs about external events. */
export function events(): void {
  orchestrator('WaitEvent', function* (context) {
    return shown(yield context.df.waitForExternalEvent('E'));
  });
  orchestrator('WaitThree', function* (context) {
    const seen: unknown[] = [];
    for (let n = 0; n < 3; n++) seen.push(shown(yield context.df.waitForExternalEvent('E')));
    return seen;
  });
  orchestrator('Buffered', function* (context) {
    yield context.df.callActivity('Slow', { ms: 900, value: 0 });
    const first: unknown = yield context.df.waitForExternalEvent('E');
    const second: unknown = yield context.df.waitForExternalEvent('E');
    return [first, second];
  });
  orchestrator('TwoWaits', function* (context) {
    const a = context.df.waitForExternalEvent('E');
    const b = context.df.waitForExternalEvent('E');
    yield context.df.Task.all([a, b]);
    return { a: a.result, b: b.result };
  });
  orchestrator('AnyOfTwoWaits', function* (context) {
    const a = context.df.waitForExternalEvent('A');
    const b = context.df.waitForExternalEvent('B');
    const winner: unknown = yield context.df.Task.any([a, b]);
    return { winner: winner === a ? 'A' : 'B', result: winner === a ? a.result : b.result };
  });
  orchestrator('EventCase', function* (context) {
    const event = context.df.waitForExternalEvent('Approval');
    const timer = context.df.createTimer(later(context, 2000));
    const winner: unknown = yield context.df.Task.any([event, timer]);
    if (winner === timer) return 'timeout';
    timer.cancel();
    return 'event';
  });
  orchestrator('AllEvents', function* (context) {
    const [a, b]: unknown[] = yield context.df.Task.all([
      context.df.waitForExternalEvent('A'),
      context.df.waitForExternalEvent('B'),
    ]);
    return [a, b, yield context.df.waitForExternalEvent('A')];
  });
  orchestrator('EventsThenActivities', function* (context) {
    const seen: unknown[] = [];
    for (let n = 0; n < 2; n++) {
      const event: unknown = yield context.df.waitForExternalEvent('E');
      seen.push(yield context.df.callActivity('Echo', event));
    }
    return seen;
  });
  orchestrator('DanglingWait', function* (context) {
    const wait = context.df.waitForExternalEvent('Never');
    yield context.df.Task.any([wait, context.df.callActivity('Echo', 1)]);
    return 'done';
  });
  orchestrator('WaitNamed', function* (context) {
    return shown(yield context.df.waitForExternalEvent(context.df.getInput<string>()));
  });
}
