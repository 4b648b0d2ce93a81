import * as df from 'durable-functions';
import { later, messageOf, orchestrator } from './support.ts';

/** Programs that fail or get stuck. */
export function failures(): void {
  orchestrator('Bad', function* (context) {
    yield context.df.callActivity('Echo', 1);
    throw new Error('orchestrator bug');
  });
  orchestrator('BadAtOnce', function* () {
    throw new RangeError('immediately');
  });
  orchestrator('ThrowEmpty', function* () {
    throw new Error('');
  });
  orchestrator('ThrowLines', function* () {
    throw new Error('first\n"second" {"a":1}');
  });
  orchestrator('ThrowText', function* () {
    throw 'a text';
  });
  orchestrator('ThrowObject', function* () {
    throw { code: 7 };
  });
  orchestrator('ThrowUndefined', function* () {
    throw undefined;
  });
  orchestrator('ThrowTextAfterActivity', function* (context) {
    yield context.df.callActivity('Echo', 1);
    throw 'a text';
  });
  orchestrator('Uncaught', function* (context) {
    yield context.df.callActivity(context.df.getInput<string>(), { a: 1 });
  });
  orchestrator('Rethrows', function* (context) {
    try {
      yield context.df.callActivity('Fail', 'x');
    } catch (error) {
      throw new Error(`wrapped: ${messageOf(error).length > 0}`, { cause: error });
    }
  });
  orchestrator('FinallyRuns', function* (context) {
    try {
      yield context.df.callActivity('Fail', 'x');
    } finally {
      yield context.df.callActivity('Echo', 'cleaned up');
    }
  });
  orchestrator('CatchesAndGoesOn', function* (context) {
    const caught: string[] = [];
    for (const n of [1, 2]) {
      try {
        yield context.df.callActivity('Fail', n);
      } catch (error) {
        caught.push(messageOf(error));
      }
    }
    return { caught, after: yield context.df.callActivity('Echo', 'after') };
  });
  orchestrator('NoSuch', function* (context) {
    const kind = context.df.getInput<string>();
    const retry = new df.RetryOptions(100, 2);
    try {
      if (kind === 'activity') yield context.df.callActivity('DoesNotExist', 1);
      if (kind === 'activityRetry') yield context.df.callActivityWithRetry('DoesNotExist', retry);
      if (kind === 'child') yield context.df.callSubOrchestrator('DoesNotExist', 1);
      if (kind === 'childRetry') yield context.df.callSubOrchestratorWithRetry('DoesNotExist', retry);
      if (kind === 'entity') yield context.df.callEntity(new df.EntityId('DoesNotExist', 'k'), 'get');
      if (kind === 'lock') yield context.df.lock(new df.EntityId('DoesNotExist', 'k'));
      if (kind === 'orchestratorAsActivity') yield context.df.callActivity('Nothing', 1);
      if (kind === 'signal') {
        context.df.signalEntity(new df.EntityId('DoesNotExist', 'k'), 'add');
        yield context.df.callActivity('Echo', 1);
      }
      return 'came back';
    } catch (error) {
      return { caught: messageOf(error) };
    }
  });
  orchestrator('NoSuchInAny', function* (context) {
    const timer = context.df.createTimer(later(context, 1500));
    const activity = context.df.callActivity('DoesNotExist');
    const winner: unknown = yield context.df.Task.any([timer, activity]);
    return winner === timer ? 'timer' : 'activity';
  });
  orchestrator('ReturnsTask', function* (context) {
    return context.df.callActivity('Echo', 1);
  });
  orchestrator('YieldsNoTask', function* () {
    yield 5 as unknown as df.Task;
    return 'done';
  });
}
