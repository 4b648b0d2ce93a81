import { later, messageOf, orchestrator } from './support.ts';

/** Programs about `Task.any` and `Task.all`, also within one another. */
export function races(): void {
  orchestrator('AnyEvent', function* (context) {
    const timer = context.df.createTimer(later(context, context.df.getInput<number>()));
    const event = context.df.waitForExternalEvent('Approval');
    const winner: unknown = yield context.df.Task.any([event, timer]);
    if (winner === timer) return 'timeout';
    timer.cancel();
    return { got: event.result ?? '(none)' };
  });
  orchestrator('AnyEventNoCancel', function* (context) {
    const timer = context.df.createTimer(later(context, context.df.getInput<number>()));
    yield context.df.Task.any([context.df.waitForExternalEvent('Approval'), timer]);
    return 'returned';
  });
  orchestrator('AnyActivities', function* (context) {
    const slow = context.df.callActivity('Slow', { ms: 1500, value: 'slow' });
    const fast = context.df.callActivity('Slow', { ms: 10, value: 'fast' });
    const winner: { result?: unknown } = yield context.df.Task.any([slow, fast]);
    return winner.result;
  });
  orchestrator('AnyChild', function* (context) {
    const timer = context.df.createTimer(later(context, 1200));
    const child = context.df.callSubOrchestrator('WaitEvent', 1, `${context.df.instanceId}-child`);
    const winner: unknown = yield context.df.Task.any([timer, child]);
    return winner === timer ? 'timer' : 'child';
  });
  orchestrator('AnyOfNone', function* (context) {
    yield context.df.Task.any([]);
    return 'came back';
  });
  orchestrator('AnyFails', function* (context) {
    const failing = context.df.callActivity('FailLater', 0);
    const waiting = context.df.waitForExternalEvent('Never');
    try {
      const winner: unknown = yield context.df.Task.any([failing, waiting]);
      const { isFaulted, result } = failing;
      return { winner: winner === failing ? 'failing' : 'waiting', isFaulted, result: messageOf(result) };
    } catch (error) {
      return { threw: messageOf(error) };
    }
  });
  orchestrator('AnyOfAlls', function* (context) {
    const both = context.df.Task.all([
      context.df.callActivity('Echo', 1),
      context.df.callActivity('Echo', 2),
    ]);
    const never = context.df.Task.all([
      context.df.waitForExternalEvent('Never'),
      context.df.waitForExternalEvent('Ever'),
    ]);
    const winner: unknown = yield context.df.Task.any([never, both]);
    return { winner: winner === both ? 'both' : 'never', result: both.result };
  });
  orchestrator('AllOfAnys', function* (context) {
    const first = context.df.Task.any([
      context.df.callActivity('Echo', 'a'),
      context.df.waitForExternalEvent('Never'),
    ]);
    const second = context.df.Task.any([
      context.df.callActivity('Echo', 'b'),
      context.df.waitForExternalEvent('Never'),
    ]);
    const winners: { result?: unknown }[] = yield context.df.Task.all([first, second]);
    return winners.map((winner) => winner.result);
  });
  orchestrator('AllOfAlls', function* (context) {
    const echo = (n: number) => context.df.callActivity('Echo', n);
    return yield context.df.Task.all([
      context.df.Task.all([echo(1), echo(2)]),
      context.df.Task.all([echo(3)]),
      echo(4),
    ]);
  });
  orchestrator('AllOfKinds', function* (context) {
    const [activity, child, event]: unknown[] = yield context.df.Task.all([
      context.df.callActivity('Echo', 'activity'),
      context.df.callSubOrchestrator('EchoInput', 'child', `${context.df.instanceId}-child`),
      context.df.waitForExternalEvent('E'),
      context.df.createTimer(later(context, 50)),
    ]);
    return { activity, child, event };
  });
  orchestrator('TwoCancels', function* (context) {
    const timer = context.df.createTimer(later(context, 60_000));
    const first: { result?: unknown } = yield context.df.Task.any([
      timer,
      context.df.waitForExternalEvent('A'),
    ]);
    const second: { result?: unknown } = yield context.df.Task.any([
      timer,
      context.df.waitForExternalEvent('B'),
    ]);
    timer.cancel();
    return [first.result, second.result];
  });
  orchestrator('Rounds', function* (context) {
    const seen: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      const timer = context.df.createTimer(later(context, 60_000));
      const event = context.df.waitForExternalEvent('E');
      yield context.df.Task.any([event, timer]);
      timer.cancel();
      seen.push(event.result);
    }
    return seen;
  });
  orchestrator('FanOutFail', function* (context) {
    try {
      yield context.df.Task.all([
        context.df.callActivity('FailLater', 0),
        context.df.callActivity('Slow', { ms: 1200, value: 1 }),
      ]);
    } catch (error) {
      return { caught: messageOf(error), handler: yield context.df.callActivity('Echo', 'handler') };
    }
  });
  orchestrator('FanOutAllFail', function* (context) {
    try {
      yield context.df.Task.all([1, 2].map((n) => context.df.callActivity('Fail', n)));
    } catch (error) {
      return {
        kind: error instanceof Error ? error.constructor.name : '',
        isSet: messageOf(error).length > 0,
      };
    }
  });
  orchestrator('FailWhileSlow', function* (context) {
    yield context.df.Task.all([
      context.df.callActivity('FailLater', 0),
      context.df.callActivity('Slow', { ms: 1500, value: 1 }),
    ]);
  });
  orchestrator('FailWhileWaiting', function* (context) {
    yield context.df.Task.all([
      context.df.callActivity('FailLater', 0),
      context.df.waitForExternalEvent('E'),
    ]);
  });
}
