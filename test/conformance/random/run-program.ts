import * as df from 'durable-functions';
import { messageOf, orchestrator, shown } from '../app/support.ts';
import {
  type Branch,
  type ChildBranch,
  goOn,
  type Loser,
  meanwhileOf,
  type ProgramInput,
  raceEvent,
  roundEvent,
  type Step,
} from './program.ts';

type Context = df.OrchestrationContext;
type Steps<Result = unknown> = Generator<df.Task, Result, unknown>;

/** A task that was asked for, how its result is read, and the timers that nobody may leave behind. */
type Asked = { task: df.Task; read(value: unknown): unknown; timers: df.TimerTask[] };

/** How long things take in programs; `neverMs`: the timers of losers, which no program waits for. */
export type Pace = { unitMs: number; retryMs: number; sleepMs: number; neverMs: number };

/** How often what is flaky is tried. */
export const attempts = 3;

/**
 * Registers an orchestrator that does what the program in its input says. `tries` is how often activities ran, which
 * must outlive a crash as the outside world does.
 */
export function programApp(tries: Map<string, number>, pace: Pace): void {
  df.app.activity('ProgramDouble', { handler: (value: number) => value * 2 });
  df.app.activity('ProgramEcho', { handler: shown });
  df.app.activity('ProgramFail', {
    handler: () => {
      throw new Error('on purpose');
    },
  });
  df.app.activity('ProgramFlaky', {
    handler: ({ key, failures }: { key: string; failures: number }) => {
      const count = (tries.get(key) ?? 0) + 1;
      tries.set(key, count);
      if (count <= failures) throw new Error('flaky');
      return 'ok';
    },
  });
  df.app.entity<number>('ProgramSum', ({ df: entity }) => {
    if (entity.operationName === 'fail') throw new Error('on purpose');
    entity.setState((entity.getState(() => 0) ?? 0) + (entity.getInput<number>() ?? 0));
    entity.return(entity.getState());
  });
  df.app.entity('ProgramMirror', ({ df: entity }) => entity.return(shown(entity.getInput())));
  orchestrator('ProgramEchoChild', function* (context) {
    return shown(context.df.getInput());
  });
  orchestrator('ProgramLoop', loop);
  orchestrator('Program', function* (context) {
    return yield* run(new Run(context, pace));
  });
}

type LoopInput = { round: number; rounds: number; carries: boolean; heard: unknown[] };

function* loop(context: Context): Steps {
  const { round, rounds, carries, heard } = context.df.getInput<LoopInput>();
  heard.push(
    carries
      ? yield context.df.waitForExternalEvent(roundEvent)
      : yield context.df.callActivity('ProgramDouble', round),
  );
  if (round === rounds) return heard;
  return context.df.continueAsNew({ round: round + 1, rounds, carries, heard });
}

function* run(instance: Run): Steps {
  const { context } = instance;
  const input = context.df.getInput<ProgramInput>();
  const { steps, throws, uncaught, from = 0, results = [], flaky } = input;
  if (flaky) yield context.df.callActivity('ProgramFlaky', flaky);
  for (const [place, step] of [...steps.entries()].slice(from)) {
    if (step.kind === 'renew' && place !== from) {
      // Events in one batch with that which leads to the renewal come again after it: those of the steps before are in one before.
      yield context.df.callActivity('ProgramDouble', place);
      return context.df.continueAsNew({ ...input, from: place, results });
    }
    // The first step of an execution that continues another is the one at which that one ended.
    results.push(
      step.kind === 'renew' ? yield* instance.paused(place) : yield* instance.step(step, `${place}`),
    );
  }
  if (uncaught) yield* instance.uncaught(uncaught);
  if (throws !== undefined) throw new Error(throws);
  return results;
}

/** One execution of a program. */
class Run {
  readonly context: Context;
  readonly #pace: Pace;

  constructor(context: Context, pace: Pace) {
    this.context = context;
    this.#pace = pace;
  }

  *step(step: Step, place: string): Steps {
    const { df: durable } = this.context;
    switch (step.kind) {
      case 'signal':
        durable.signalEntity(this.#entity('ProgramSum', step.entity), 'add', step.amount);
        return 'sent';
      case 'event':
        return shown(yield durable.waitForExternalEvent(step.name));
      case 'race':
        return yield* this.#race(step.winner);
      case 'locked':
        return yield* this.#locked(step);
      case 'cancelled': {
        const timer = durable.createTimer(this.#later(this.#pace.neverMs));
        if (step.works) yield durable.callActivity('ProgramDouble', 1);
        timer.cancel();
        return timer.isCanceled;
      }
      case 'sleep':
        yield durable.createTimer(this.#later(this.#pace.sleepMs));
        return 'awake';
      case 'status':
        durable.setCustomStatus(step.value);
        return 'set';
      case 'pause':
        return yield* this.paused(Number(place));
      case 'ahead': {
        const asked = this.#ask(step.task, `${place}.a`);
        const meanwhile: unknown[] = [];
        for (const [at, one] of meanwhileOf(step, place)) meanwhile.push(yield* this.step(one, at));
        return { meanwhile, ahead: yield* this.#awaited(asked) };
      }
      case 'again': {
        const results: unknown[] = [];
        for (let time = 0; time < step.times; time++) {
          const child = this.#child({ kind: 'child', steps: step.steps, idEnd: '' }, place);
          results.push(yield child);
        }
        return results;
      }
      case 'puppet':
        return yield* this.#puppet(step);
      case 'renew':
        throw new Error('A renewal ends its execution.');
      default:
        return yield* this.#awaited(this.#ask(step, place));
    }
  }

  *paused(place: number): Steps {
    this.context.df.setCustomStatus({ pausedAt: place });
    return yield this.context.df.waitForExternalEvent(goOn);
  }

  *#awaited({ task, read, timers }: Asked): Steps {
    try {
      return read(yield task);
    } catch (error) {
      return { caught: messageOf(error) };
    } finally {
      for (const timer of timers) timer.cancel();
    }
  }

  *uncaught(branch: Branch): Steps {
    return yield this.#ask(branch, 'end').task;
  }

  *#puppet({ key, how, orders }: Extract<Step, { kind: 'puppet' }>): Steps {
    const { df: durable } = this.context;
    const id = this.#entity('Puppet', key);
    if (how === 'call') {
      return yield* this.#awaited({
        task: durable.callEntity(id, 'do', orders),
        read: shown,
        timers: [],
      });
    }
    durable.signalEntity(id, 'do', orders);
    return 'sent';
  }

  *#race(winner: 'event' | 'timer'): Steps {
    const { df: durable } = this.context;
    const timer = durable.createTimer(
      this.#later(winner === 'timer' ? this.#pace.unitMs : this.#pace.neverMs),
    );
    const event = durable.waitForExternalEvent(winner === 'event' ? raceEvent : 'Never');
    const first = yield durable.Task.any([event, timer]);
    if (first === timer) return 'too late';
    timer.cancel();
    return event.result;
  }

  *#locked({ entities, amount, works }: Extract<Step, { kind: 'locked' }>): Steps {
    const { df: durable } = this.context;
    const ids = entities.map((name) => this.#entity('ProgramSum', name));
    const lock = (yield durable.lock(...ids)) as { release(): void };
    const sums: unknown[] = [];
    for (const id of ids) sums.push(yield durable.callEntity(id, 'add', amount));
    if (works) yield durable.callActivity('ProgramDouble', amount);
    lock.release();
    return sums;
  }

  #ask(branch: Branch, place: string): Asked {
    const { df: durable } = this.context;
    const plain = (task: df.Task): Asked => ({ task, read: (value) => value, timers: [] });
    switch (branch.kind) {
      case 'activity':
        return plain(durable.callActivity('ProgramDouble', branch.value));
      case 'echo':
        return plain(this.#echo(branch, place));
      case 'retried': {
        const input = { key: this.#key(place), failures: branch.failures };
        return plain(durable.callActivityWithRetry('ProgramFlaky', this.#retries(), input));
      }
      case 'timer':
        return {
          ...plain(durable.createTimer(this.#later(branch.units * this.#pace.unitMs))),
          read: () => 'fired',
        };
      case 'add':
        return plain(durable.callEntity(this.#entity('ProgramSum', branch.entity), 'add', branch.amount));
      case 'child':
        return plain(this.#child(branch, place));
      case 'loop': {
        const input: LoopInput = { round: 1, rounds: branch.rounds, carries: branch.carries, heard: [] };
        return plain(durable.callSubOrchestrator('ProgramLoop', input, this.#key(place)));
      }
      case 'fails':
        return plain(this.#failing(branch.how, place));
      case 'all':
        return this.#all(branch.branches, place);
      case 'any':
        return this.#any(branch, place);
    }
  }

  #echo({ via, value }: Extract<Branch, { kind: 'echo' }>, place: string): df.Task {
    const { df: durable } = this.context;
    if (via === 'activity') return durable.callActivity('ProgramEcho', value);
    if (via === 'child') return durable.callSubOrchestrator('ProgramEchoChild', value);
    return durable.callEntity(this.#entity('ProgramMirror', place), 'echo', value);
  }

  #child({ steps, throws, idEnd, failures }: ChildBranch, place: string): df.Task {
    const { df: durable } = this.context;
    const id = idEnd === undefined ? undefined : this.#key(place) + idEnd;
    const input: ProgramInput = { steps, ...(throws !== undefined && { throws }) };
    if (failures === undefined) return durable.callSubOrchestrator('Program', input, id);
    const flaky = { key: this.#key(place), failures };
    return durable.callSubOrchestratorWithRetry('Program', this.#retries(), { ...input, flaky }, id);
  }

  #failing(how: 'activity' | 'child' | 'entity', place: string): df.Task {
    const { df: durable } = this.context;
    if (how === 'activity') return durable.callActivity('ProgramFail');
    if (how === 'child') return this.#child({ kind: 'child', steps: [], throws: 'on purpose' }, place);
    return durable.callEntity(this.#entity('ProgramSum', 'failing'), 'fail');
  }

  #all(branches: readonly Branch[], place: string): Asked {
    const parts = branches.map((branch, index) => this.#ask(branch, `${place}.${index}`));
    return {
      task: this.context.df.Task.all(parts.map(({ task }) => task)),
      read: (values) => (values as unknown[]).map((value, index) => parts[index]?.read(value)),
      timers: parts.flatMap(({ timers }) => timers),
    };
  }

  #any({ winner, place: at, losers }: Extract<Branch, { kind: 'any' }>, place: string): Asked {
    const parts = losers.map((loser) => this.#loser(loser));
    parts.splice(at, 0, this.#ask(winner, `${place}.w`));
    return {
      task: this.context.df.Task.any(parts.map(({ task }) => task)),
      read: (won) => {
        const place = parts.findIndex(({ task }) => task === won);
        const { isFaulted, result } = won as df.Task;
        return {
          won: place,
          ...(isFaulted ? { failed: messageOf(result) } : { result: parts[place]?.read(result) }),
        };
      },
      timers: parts.flatMap(({ timers }) => timers),
    };
  }

  #loser(loser: Loser): Asked {
    const { df: durable } = this.context;
    const read = (): unknown => 'a loser';
    const event = (): df.Task => durable.waitForExternalEvent('Never');
    if (loser === 'event') return { task: event(), read, timers: [] };
    if (loser === 'any') return { task: durable.Task.any([event(), event()]), read, timers: [] };
    const timer = durable.createTimer(this.#later(this.#pace.neverMs));
    return { task: loser === 'timer' ? timer : durable.Task.all([event(), timer]), read, timers: [timer] };
  }

  /** An id, or the name of a count, that no other place of any program has. */
  #key(place: string): string {
    return `${this.context.df.instanceId}-${place}`;
  }

  /** The entity of an instance alone, so that no order between instances matters. */
  #entity(name: string, key: string): df.EntityId {
    return new df.EntityId(name, `${this.context.df.instanceId}-${key}`);
  }

  #retries(): df.RetryOptions {
    return new df.RetryOptions(this.#pace.retryMs, attempts);
  }

  #later(ms: number): Date {
    return new Date(this.context.df.currentUtcDateTime.getTime() + ms);
  }
}
