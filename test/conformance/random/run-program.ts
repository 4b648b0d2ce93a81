import * as df from 'durable-functions';
import { type Branch, entityOf, type Program, type Step } from './steps.ts';

type Context = df.OrchestrationContext;

const minuteMs = 60_000;

/**
 * Registers an orchestrator that does what the program in its input says. `tries` is how often activities ran, which
 * must outlive a crash as the outside world does.
 */
export function programApp(tries: Map<string, number>): void {
  df.app.activity('Double', { handler: (value: number) => value * 2 });
  df.app.activity('Fail', {
    handler: () => {
      throw new Error('on purpose');
    },
  });
  df.app.activity('Flaky', {
    handler: ({ key, failures }: { key: string; failures: number }) => {
      const count = (tries.get(key) ?? 0) + 1;
      tries.set(key, count);
      if (count <= failures) throw new Error(`try ${count}`);
      return 'ok';
    },
  });
  df.app.entity<number>('Sum', ({ df: entity }) => {
    entity.setState((entity.getState(() => 0) ?? 0) + (entity.getInput<number>() ?? 0));
    entity.return(entity.getState());
  });
  df.app.orchestration('Loop', function* (context) {
    const { round, rounds } = context.df.getInput<{ round: number; rounds: number }>();
    yield context.df.callActivity('Double', round);
    if (round < rounds) return context.df.continueAsNew({ round: round + 1, rounds });
    return round;
  });
  df.app.orchestration('Program', function* (context) {
    const { steps } = context.df.getInput<Program>();
    const results: unknown[] = [];
    for (const [place, step] of steps.entries()) results.push(yield* stepOf(context, step, `${place}`));
    return results;
  });
}

function* stepOf(context: Context, step: Step, place: string): Generator<df.Task, unknown, unknown> {
  switch (step.kind) {
    case 'fails':
      try {
        yield context.df.callActivity('Fail');
        return 'not caught';
      } catch {
        return 'caught';
      }
    case 'signal':
      context.df.signalEntity(entityOf(context.df.instanceId, step.entity), 'add', step.amount);
      return 'sent';
    case 'event':
      return yield context.df.waitForExternalEvent(step.name);
    case 'race':
      return yield* race(context, step.winner);
    case 'locked': {
      const id = entityOf(context.df.instanceId, step.entity);
      const lock = (yield context.df.lock(id)) as { release(): void };
      const sum = yield context.df.callEntity(id, 'add', step.amount);
      lock.release();
      return sum;
    }
    case 'all': {
      const tasks = step.branches.map((branch, index) => taskOf(context, branch, `${place}.${index}`));
      const results = (yield context.df.Task.all(tasks)) as unknown[];
      return results.map((result, index) => (step.branches[index]?.kind === 'timer' ? 'fired' : result));
    }
    case 'timer':
      yield taskOf(context, step, place);
      return 'fired';
    default:
      return yield taskOf(context, step, place);
  }
}

function* race(context: Context, winner: 'event' | 'timer'): Generator<df.Task, unknown, unknown> {
  const timer = context.df.createTimer(later(context, minuteMs));
  const event = context.df.waitForExternalEvent(winner === 'event' ? 'A' : 'Never');
  const first = yield context.df.Task.any([event, timer]);
  if (first === timer) return 'too late';
  timer.cancel();
  return event.result;
}

function taskOf(context: Context, branch: Branch, place: string): df.Task {
  const { instanceId } = context.df;
  switch (branch.kind) {
    case 'activity':
      return context.df.callActivity('Double', branch.value);
    case 'retried': {
      const input = { key: `${instanceId}-${place}`, failures: branch.failures };
      return context.df.callActivityWithRetry('Flaky', new df.RetryOptions(minuteMs, 3), input);
    }
    case 'timer':
      return context.df.createTimer(later(context, branch.seconds * 1000));
    case 'add':
      return context.df.callEntity(entityOf(instanceId, branch.entity), 'add', branch.amount);
    case 'child':
      return context.df.callSubOrchestrator('Program', { steps: branch.steps }, `${instanceId}-${place}`);
    case 'loop':
      return context.df.callSubOrchestrator(
        'Loop',
        { round: 1, rounds: branch.rounds },
        `${instanceId}-${place}`,
      );
  }
}

function later(context: Context, ms: number): Date {
  return new Date(context.df.currentUtcDateTime.getTime() + ms);
}
