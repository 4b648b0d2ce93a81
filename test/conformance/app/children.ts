import * as df from 'durable-functions';
import { messageOf, orchestrator, samples, shown } from './support.ts';

/** Programs about sub-orchestrations. */
export function children(): void {
  orchestrator('Child', function* (context) {
    const echo: unknown = yield context.df.callActivity('Echo', context.df.getInput());
    const { instanceId, parentInstanceId, version } = context.df;
    return { echo, instanceId, parentInstanceId, version: version ?? null };
  });
  orchestrator('Parent', function* (context) {
    const named: unknown = yield context.df.callSubOrchestrator(
      'Child',
      { n: 1 },
      `${context.df.instanceId}-child`,
    );
    const anonymous: unknown = yield context.df.callSubOrchestrator('Child', 'text');
    try {
      yield context.df.callSubOrchestrator('Bad', 'x');
    } catch (error) {
      return { named, anonymous, failure: messageOf(error) };
    }
  });
  orchestrator('ParentUncaught', function* (context) {
    yield context.df.callSubOrchestrator('Bad', 'x');
  });
  orchestrator('ParentOf', function* (context) {
    const { name, input, id, version } = context.df.getInput<{
      name: string;
      input?: unknown;
      id?: string;
      version?: string;
    }>();
    try {
      return { result: shown(yield context.df.callSubOrchestrator(name, input, id, version)) };
    } catch (error) {
      const { failureDetails } = error as { failureDetails?: unknown };
      return { failed: messageOf(error), failureDetails: failureDetails ?? null };
    }
  });
  orchestrator('ChildInputs', function* (context) {
    const output: Record<string, unknown> = { nothing: yield context.df.callSubOrchestrator('EchoInput') };
    for (const [name, value] of Object.entries(samples)) {
      output[name] = yield context.df.callSubOrchestrator('EchoInput', value);
    }
    return output;
  });
  orchestrator('ChildRetry', function* (context) {
    try {
      yield context.df.callSubOrchestratorWithRetry('Bad', new df.RetryOptions(100, 3), 'x');
    } catch (error) {
      return { caught: messageOf(error) };
    }
  });
  orchestrator('ChildRetrySucceeds', function* (context) {
    const input = { key: context.df.instanceId, failures: 1 };
    return yield context.df.callSubOrchestratorWithRetry('FlakyChild', new df.RetryOptions(100, 3), input);
  });
  orchestrator('ChildRetryNamed', function* (context) {
    const input = { key: context.df.instanceId, failures: 1 };
    const id = `${context.df.instanceId}-child`;
    return yield context.df.callSubOrchestratorWithRetry(
      'FlakyChild',
      new df.RetryOptions(100, 3),
      input,
      id,
    );
  });
  orchestrator('FlakyChild', function* (context) {
    return yield context.df.callActivity('Flaky', context.df.getInput());
  });
  orchestrator('FanOutOfChildren', function* (context) {
    const id = context.df.instanceId;
    return yield context.df.Task.all(
      [1, 2, 3].map((n) => context.df.callSubOrchestrator('EchoInput', n, `${id}-${n}`)),
    );
  });
  orchestrator('FanOutOfFailingChildren', function* (context) {
    try {
      yield context.df.Task.all([1, 2].map((n) => context.df.callSubOrchestrator('BadAtOnce', n)));
    } catch (error) {
      return { message: messageOf(error) };
    }
  });
  orchestrator('Generations', function* (context) {
    const depth = context.df.getInput<number>();
    if (depth === 0) return [context.df.instanceId];
    const id = `${context.df.instanceId}-${depth}`;
    const below: string[] = yield context.df.callSubOrchestrator('Generations', depth - 1, id);
    return [context.df.instanceId, ...below];
  });
  orchestrator('SiblingsOfOneId', function* (context) {
    const id = `${context.df.instanceId}-child`;
    const first: unknown = yield context.df.callSubOrchestrator('EchoInput', 1, id);
    const second: unknown = yield context.df.callSubOrchestrator('EchoInput', 2, id);
    return [first, second];
  });
  orchestrator('RewindParent', function* (context) {
    const kept: unknown = yield context.df.callActivity('Echo', 'kept');
    const child: unknown = yield context.df.callSubOrchestrator(
      'RewindMe',
      null,
      `${context.df.instanceId}-child`,
    );
    return { kept, child };
  });
  orchestrator('RewindMe', function* (context) {
    const first: unknown = yield context.df.callActivity('Echo', 'kept');
    const second: unknown = yield context.df.callActivity('Flaky', {
      key: context.df.instanceId,
      failures: 1,
    });
    return [first, second];
  });
  orchestrator('RewindTwice', function* (context) {
    const first: unknown = yield context.df.callActivity('Flaky', {
      key: context.df.instanceId,
      failures: 2,
    });
    return first;
  });
}
