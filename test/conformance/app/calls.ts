import * as df from 'durable-functions';
import { messageOf, orchestrator, samples, shown } from './support.ts';

/** Programs about activities: inputs, results, fan-out, retries. */
export function calls(): void {
  orchestrator('Chain', function* (context) {
    const greetings: string[] = [];
    for (const city of ['Tokyo', 'Seattle', 'London'])
      greetings.push(yield context.df.callActivity('Hello', city));
    return greetings;
  });
  orchestrator('Call', function* (context) {
    const { name, input } = context.df.getInput<{ name: string; input?: unknown }>();
    return shown(yield context.df.callActivity(name, input));
  });
  orchestrator('CallCaught', function* (context) {
    const { name, input } = context.df.getInput<{ name: string; input?: unknown }>();
    try {
      return shown(yield context.df.callActivity(name, input));
    } catch (error) {
      const { failureDetails, taskName, taskId } = error as {
        failureDetails?: unknown;
        taskName?: string;
        taskId?: number;
      };
      const kind = error instanceof Error ? error.constructor.name : typeof error;
      return { kind, message: messageOf(error), taskName, taskId, failureDetails: failureDetails ?? null };
    }
  });
  orchestrator('ActivityInputs', function* (context) {
    const output: Record<string, unknown> = { nothing: yield context.df.callActivity('TypeOf') };
    for (const [name, value] of Object.entries(samples))
      output[name] = yield context.df.callActivity('TypeOf', value);
    return output;
  });
  orchestrator('ActivityResults', function* (context) {
    const output: Record<string, unknown> = {};
    for (const name of ['NoResult', 'Null', 'JsonText', 'Bytes', 'ADate', 'ADateText']) {
      output[name] = shown(yield context.df.callActivity(name));
    }
    for (const [name, value] of Object.entries(samples)) {
      const { echo } = yield context.df.callActivity('Echo', { echo: value });
      output[name] = shown(echo);
    }
    return output;
  });
  orchestrator('BigTexts', function* (context) {
    const text: string = yield context.df.callActivity('Long', 150_000);
    return yield context.df.callActivity('Length', text);
  });
  orchestrator('Many', function* (context) {
    const count = context.df.getInput<number>();
    for (let n = 0; n < count; n++) yield context.df.callActivity('Echo', n);
    return 'done';
  });
  orchestrator('FanOut', function* (context) {
    const tasks = [1, 2, 3, 4, 5].map((n) => context.df.callActivity('Echo', n));
    return yield context.df.Task.all(tasks);
  });
  orchestrator('FanOutOfNone', function* (context) {
    return yield context.df.Task.all([]);
  });
  orchestrator('FanOutThenOne', function* (context) {
    const first: number[] = yield context.df.Task.all([1, 2].map((n) => context.df.callActivity('Echo', n)));
    const second: number[] = yield context.df.Task.all([3, 4].map((n) => context.df.callActivity('Echo', n)));
    return [...first, ...second, yield context.df.callActivity('Echo', 5)];
  });
  orchestrator('SequentialOfStarted', function* (context) {
    const tasks = [1, 2, 3].map((n) => context.df.callActivity('Echo', n));
    const results: number[] = [];
    for (const task of tasks) results.push(yield task);
    return results;
  });
  orchestrator('SameTaskTwice', function* (context) {
    const task = context.df.callActivity('Echo', 'once');
    return [yield task, yield task];
  });
  orchestrator('NeverYielded', function* (context) {
    context.df.callActivity('Tries', context.df.instanceId);
    return 'returned without a yield';
  });
  orchestrator('OneNeverYielded', function* (context) {
    context.df.callActivity('Echo', 'forgotten');
    return yield context.df.callActivity('Echo', 'awaited');
  });
  orchestrator('OtherCase', function* (context) {
    return yield context.df.callActivity('hELLO', 'case');
  });
  orchestrator('Retry', function* (context) {
    const { failures, options, name } = context.df.getInput<{
      failures?: number;
      name?: string;
      options: { first: number; max: number; coefficient?: number; cap?: number; timeout?: number };
    }>();
    const retry = new df.RetryOptions(options.first, options.max);
    if (options.coefficient !== undefined) retry.backoffCoefficient = options.coefficient;
    if (options.cap !== undefined) retry.maxRetryIntervalInMilliseconds = options.cap;
    if (options.timeout !== undefined) retry.retryTimeoutInMilliseconds = options.timeout;
    try {
      const input = { key: context.df.instanceId, failures: failures ?? 0 };
      return yield context.df.callActivityWithRetry(name ?? 'Flaky', retry, input);
    } catch (error) {
      return {
        caught: messageOf(error),
        tries: yield context.df.callActivity('Tries', context.df.instanceId),
      };
    }
  });
  orchestrator('RetryUncaught', function* (context) {
    yield context.df.callActivityWithRetry('Fail', new df.RetryOptions(100, 2), 'again');
  });
  orchestrator('RetryFanOut', function* (context) {
    const retry = new df.RetryOptions(100, 3);
    return yield context.df.Task.all(
      [0, 1, 2].map((failures) =>
        context.df.callActivityWithRetry('Flaky', retry, {
          key: `${context.df.instanceId}-${failures}`,
          failures,
        }),
      ),
    );
  });
  orchestrator('RetryThenMore', function* (context) {
    const retry = new df.RetryOptions(100, 3);
    const key = context.df.instanceId;
    const first: unknown = yield context.df.callActivityWithRetry('Flaky', retry, { key, failures: 1 });
    const second: unknown = yield context.df.callActivityWithRetry('Echo', retry, 'at once');
    return [first, second, yield context.df.callActivity('Echo', 'last')];
  });
  orchestrator('MisroutedIds', function* (context) {
    let failure = '';
    try {
      yield context.df.Task.all([
        context.df.callActivity('FailLater', 0),
        context.df.callActivityWithRetry('Flaky', new df.RetryOptions(2000, 3), {
          key: context.df.instanceId,
          failures: 1,
        }),
      ]);
    } catch (error) {
      failure = messageOf(error);
    }
    return { failure, after: shown(yield context.df.callActivity('Echo', 'after')) };
  });
}
