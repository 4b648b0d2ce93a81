import * as df from 'durable-functions';
import type { RetrySpec, Step, TaskSpec } from './script-steps.ts';
import { type Context, later, messageOf, orchestrator, shown } from './support.ts';

type Built = { kind: 'one' | 'all' | 'any'; task: df.Task; parts: Built[] };
type Run = { context: Context; made: Map<string, Built>; lock: { release(): void } | undefined };

/** An orchestrator that does what its input says, step by step, and returns what each step came to. */
export function script(): void {
  orchestrator('Script', function* (context) {
    const text = JSON.stringify(context.df.getInput()).replaceAll('{id}', context.df.instanceId);
    const run: Run = { context, made: new Map(), lock: undefined };
    const results: unknown[] = [];
    for (const step of JSON.parse(text) as Step[]) {
      if ('returns' in step) return step.returns;
      if ('continues' in step) return context.df.continueAsNew(step.continues);
      const result: unknown = yield* outcomeOf(run, step);
      results.push(result ?? '(none)');
    }
    return results;
  });
}

function* outcomeOf(run: Run, step: Step): Generator<df.Task, unknown, unknown> {
  if ('uncaught' in step) return yield* awaited(build(run, step.uncaught));
  if (!isTask(step)) return yield* act(run, step);
  try {
    return yield* awaited(build(run, step));
  } catch (error) {
    const kind = error instanceof Error ? error.constructor.name : typeof error;
    const details = (error as { failureDetails?: unknown }).failureDetails;
    return { kind, failed: messageOf(error), ...(details !== undefined && { details }) };
  }
}

function* awaited(built: Built): Generator<df.Task, unknown, unknown> {
  return described(built, yield built.task);
}

/** What needs no waiting, and locks. */
function* act(run: Run, step: Exclude<Step, TaskSpec>): Generator<df.Task, unknown, unknown> {
  const { context, made } = run;
  if ('make' in step) made.set(step.make, build(run, step.task));
  if ('cancel' in step) (made.get(step.cancel)?.task as df.TimerTask | undefined)?.cancel();
  if ('look' in step) return looked(made.get(step.look));
  if ('status' in step) context.df.setCustomStatus(step.status);
  if ('throws' in step) throw new Error(step.throws);
  if ('signal' in step) context.df.signalEntity(entityOf(step.name, step.signal), step.operation, step.input);
  if ('locks' in step)
    run.lock = (yield context.df.lock(
      ...step.locks.map((key) => entityOf('Puppet', key)),
    )) as typeof run.lock;
  if ('isLocked' in step) return context.df.isLocked();
  if ('release' in step) run.lock?.release();
}

const entityOf = (name: string | undefined, key: string): df.EntityId =>
  new df.EntityId(name ?? 'Puppet', key);

function isTask(step: Step): step is TaskSpec {
  return ['activity', 'child', 'timer', 'event', 'entity', 'http', 'all', 'any', 'made'].some(
    (word) => word in step,
  );
}

function build(run: Run, spec: TaskSpec): Built {
  const one = (task: df.Task): Built => ({ kind: 'one', task, parts: [] });
  const { df: durable } = run.context;
  if ('activity' in spec) {
    return one(
      spec.retry
        ? durable.callActivityWithRetry(spec.activity, retryOf(spec.retry), spec.input)
        : durable.callActivity(spec.activity, spec.input),
    );
  }
  if ('child' in spec) {
    return one(
      spec.retry
        ? durable.callSubOrchestratorWithRetry(
            spec.child,
            retryOf(spec.retry),
            spec.input,
            spec.id,
            spec.version,
          )
        : durable.callSubOrchestrator(spec.child, spec.input, spec.id, spec.version),
    );
  }
  if ('timer' in spec)
    return one(
      durable.createTimer(
        typeof spec.timer === 'string' ? new Date(spec.timer) : later(run.context, spec.timer),
      ),
    );
  if ('event' in spec) return one(durable.waitForExternalEvent(spec.event));
  if ('entity' in spec)
    return one(durable.callEntity(entityOf(spec.name, spec.entity), spec.operation, spec.input));
  if ('http' in spec) return one(durable.callHttp(spec.http));
  if ('made' in spec) {
    const found = run.made.get(spec.made);
    if (!found) throw new Error(`Nothing was made under the name ${spec.made}.`);
    return found;
  }
  const isAll = 'all' in spec;
  const parts = (isAll ? spec.all : spec.any).map((part) => build(run, part));
  const tasks = parts.map((part) => part.task);
  return isAll
    ? { kind: 'all', task: durable.Task.all(tasks), parts }
    : { kind: 'any', task: durable.Task.any(tasks), parts };
}

function retryOf({ first, max, coefficient, cap, timeout }: RetrySpec): df.RetryOptions {
  const options = new df.RetryOptions(first, max);
  if (coefficient !== undefined) options.backoffCoefficient = coefficient;
  if (cap !== undefined) options.maxRetryIntervalInMilliseconds = cap;
  if (timeout !== undefined) options.retryTimeoutInMilliseconds = timeout;
  return options;
}

/** A result without the library's task objects: of a race, which one won. */
function described({ kind, parts }: Built, value: unknown): unknown {
  if (kind === 'all' && Array.isArray(value)) {
    return value.map((one, index) => (parts[index] ? described(parts[index], one) : one));
  }
  if (kind === 'any') {
    const won = parts.findIndex((part) => part.task === value);
    return { won, ...looked(parts[won]) };
  }
  return value === undefined ? '(none)' : value;
}

function looked(built: Built | undefined): Record<string, unknown> {
  if (!built) return {};
  const { isCompleted, isFaulted, result } = built.task;
  const isTimer = 'isCanceled' in built.task;
  return {
    isCompleted,
    isFaulted,
    ...(isTimer && { isCanceled: (built.task as df.TimerTask).isCanceled }),
    ...(isFaulted
      ? { failed: messageOf(result) }
      : isCompleted
        ? { result: shown(described(built, result)).value }
        : {}),
  };
}
