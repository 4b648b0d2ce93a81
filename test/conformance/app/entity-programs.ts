import * as df from 'durable-functions';
import { messageOf, orchestrator, samples, shown } from './support.ts';

/** Programs about entities and their locks. */
export function entityPrograms(): void {
  const counter = (key: string): df.EntityId => new df.EntityId('Counter', key);

  orchestrator('CallEntity', function* (context) {
    const { name, operation, input } = context.df.getInput<{
      name?: string;
      operation: string;
      input?: unknown;
    }>();
    const id = new df.EntityId(name ?? 'Counter', context.df.instanceId);
    try {
      return { result: shown(yield context.df.callEntity(id, operation, input)) };
    } catch (error) {
      return { kind: error instanceof Error ? error.constructor.name : '', failed: messageOf(error) };
    }
  });
  orchestrator('EntitySteps', function* (context) {
    const id = counter(context.df.instanceId);
    const results: unknown[] = [];
    for (const [operation, input] of context.df.getInput<[string, unknown][]>()) {
      try {
        results.push(shown(yield context.df.callEntity(id, operation, input)));
      } catch (error) {
        results.push({ failed: messageOf(error) });
      }
    }
    return results;
  });
  orchestrator('EntityUncaught', function* (context) {
    yield context.df.callEntity(counter(context.df.instanceId), 'throw');
  });
  orchestrator('SignalThenCall', function* (context) {
    const id = counter(context.df.instanceId);
    context.df.signalEntity(id, 'add', 5);
    context.df.signalEntity(id, 'add', 6);
    return yield context.df.callEntity(id, 'add', 2);
  });
  orchestrator('OnlySignals', function* (context) {
    context.df.signalEntity(counter(context.df.instanceId), 'add', 4);
    return 'signalled';
  });
  orchestrator('EntityInputs', function* (context) {
    const id = counter(context.df.instanceId);
    const output: Record<string, unknown> = { nothing: yield context.df.callEntity(id, 'input') };
    for (const [name, value] of Object.entries(samples))
      output[name] = yield context.df.callEntity(id, 'input', value);
    return output;
  });
  orchestrator('EntityStates', function* (context) {
    const id = new df.EntityId('Keeper', context.df.instanceId);
    const output: Record<string, unknown> = { nothing: yield context.df.callEntity(id, 'read') };
    for (const [name, value] of Object.entries(samples))
      output[name] = yield context.df.callEntity(id, 'set', value);
    output.undefined = yield context.df.callEntity(id, 'undefined');
    output.afterwards = yield context.df.callEntity(id, 'read');
    return output;
  });
  orchestrator('EntityFanOut', function* (context) {
    const keys = ['a', 'b', 'c'].map((part) => `${context.df.instanceId}-${part}`);
    return yield context.df.Task.all(
      keys.map((key, index) => context.df.callEntity(counter(key), 'add', index)),
    );
  });
  orchestrator('SameEntityFanOut', function* (context) {
    const id = counter(context.df.instanceId);
    return yield context.df.Task.all([1, 2, 3].map((n) => context.df.callEntity(id, 'add', n)));
  });
  orchestrator('EntityNameCase', function* (context) {
    yield context.df.callEntity(new df.EntityId('cOUNTER', context.df.instanceId), 'add', 1);
    return yield context.df.callEntity(counter(context.df.instanceId), 'add', 1);
  });
  orchestrator('Lock', function* (context) {
    const [a, b] = [counter(`${context.df.instanceId}-a`), counter(`${context.df.instanceId}-b`)];
    const before = context.df.isLocked();
    const lock: { release(): void } = yield context.df.lock(b, a);
    const during = context.df.isLocked();
    const value: unknown = yield context.df.callEntity(a, 'add', 3);
    yield context.df.callEntity(b, 'add', value);
    lock.release();
    const after = context.df.isLocked();
    return {
      before: before.isLocked,
      during: during.isLocked,
      after: after.isLocked,
      b: yield context.df.callEntity(b, 'get'),
    };
  });
  orchestrator('LockThenWait', function* (context) {
    const id = counter(context.df.getInput<string>());
    const lock: { release(): void } = yield context.df.lock(id);
    const before: unknown = yield context.df.callEntity(id, 'get');
    yield context.df.waitForExternalEvent('Go');
    const after: unknown = yield context.df.callEntity(id, 'add', 1);
    lock.release();
    return { before, after };
  });
  orchestrator('LockNoRelease', function* (context) {
    const id = counter(context.df.getInput<string>());
    yield context.df.lock(id);
    return yield context.df.callEntity(id, 'add', 1);
  });
  orchestrator('LockThenFail', function* (context) {
    yield context.df.lock(counter(context.df.getInput<string>()));
    throw new Error('while locked');
  });
  orchestrator('LockWrong', function* (context) {
    const { kind, key } = context.df.getInput<{ kind: string; key: string }>();
    const id = counter(key);
    const lock: { release(): void } = yield context.df.lock(id);
    try {
      if (kind === 'nested') yield context.df.lock(counter(`${key}-2`));
      if (kind === 'unlockedEntity') yield context.df.callEntity(counter(`${key}-2`), 'get');
      if (kind === 'signalLocked') context.df.signalEntity(id, 'add', 1);
      if (kind === 'child') yield context.df.callSubOrchestrator('Nothing');
      if (kind === 'twiceAtOnce')
        yield context.df.Task.all([1, 2].map((n) => context.df.callEntity(id, 'add', n)));
      lock.release();
      return 'was allowed';
    } catch (error) {
      return { kind: error instanceof Error ? error.constructor.name : '', failed: messageOf(error) };
    }
  });
  orchestrator('LockNone', function* (context) {
    try {
      yield context.df.lock();
      return 'was allowed';
    } catch (error) {
      return { failed: messageOf(error) };
    }
  });
  orchestrator('LockTwin', function* (context) {
    const id = counter(context.df.instanceId);
    const lock: { release(): void } = yield context.df.lock(id, id);
    lock.release();
    return 'locked';
  });
}
