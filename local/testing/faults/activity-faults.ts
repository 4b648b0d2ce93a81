import type { Clock } from '../../clock.ts';
import type { TypedData } from '../../typed-data.ts';

/**
 * Which call of an activity: the how manieth, from 1, of the instance, or of the host where none is named; every call when it is
 * left out.
 */
export type WhichCall = { call?: number; instanceId?: string };

/** What a test wants of an activity instead of, or beside, what it does. */
export interface ActivityFaults {
  /** Answers with this value; the activity does not run. */
  returns(value: unknown, which?: WhichCall): void;
  /** Fails with this error, or with an error of this text; the activity does not run. */
  fails(error: Error | string, which?: WhichCall): void;
  /** The activity runs, and its answer comes so many seconds of the host's clock later. */
  delays(seconds: number, which?: WhichCall): void;
}

/** One call of an activity, as the host saw it. */
export type RecordedCall = {
  name: string;
  instanceId: string;
  /** Counts the calls of this activity, from 1. */
  call: number;
  input: unknown;
  /** Milliseconds on the host's clock since it started. */
  atMs: number;
  result?: unknown;
  /** The message of its failure. */
  error?: string;
};

type Answer = { value: unknown } | { error: Error };
type Rule = WhichCall & { answer?: Answer; delaySeconds?: number };

type Invocation = {
  name: string;
  instanceId: string;
  input: unknown;
  run(): Promise<TypedData | undefined>;
};

/** Stands between the engine and the app's activities: counts and records calls, and does what tests asked for. */
export class ActivityDesk {
  readonly calls: RecordedCall[] = [];
  readonly #clock: Clock;
  readonly #startedMs: number;
  /** Waits without keeping the engine busy, which would keep the clock from moving on. */
  readonly #whileIdle: <T>(wait: Promise<T>) => Promise<T>;
  readonly #rules = new Map<string, Rule[]>();
  readonly #counts = new Map<string, number>();

  constructor(clock: Clock, whileIdle: <T>(wait: Promise<T>) => Promise<T>) {
    this.#clock = clock;
    this.#startedMs = clock.now();
    this.#whileIdle = whileIdle;
  }

  faults(name: string): ActivityFaults {
    const key = name.toLowerCase();
    const add = (rule: Rule): void => {
      this.#rules.set(key, [...(this.#rules.get(key) ?? []), rule]);
    };
    return {
      returns: (value, which = {}) => add({ ...which, answer: { value } }),
      fails: (error, which = {}) =>
        add({ ...which, answer: { error: typeof error === 'string' ? new Error(error) : error } }),
      delays: (delaySeconds, which = {}) => add({ ...which, delaySeconds }),
    };
  }

  async call({ name, instanceId, input, run }: Invocation): Promise<TypedData | undefined> {
    const key = name.toLowerCase();
    const call = this.#count(key);
    const callOfInstance = this.#count(`${key} ${instanceId}`);
    const atMs = this.#clock.now() - this.#startedMs;
    const recorded: RecordedCall = { name, instanceId, call, input, atMs };
    this.calls.push(recorded);
    const rules = (this.#rules.get(key) ?? []).filter(
      (rule) =>
        (rule.instanceId === undefined || rule.instanceId === instanceId) &&
        (rule.call === undefined || rule.call === (rule.instanceId === undefined ? call : callOfInstance)),
    );
    const answer = rules.findLast((rule) => rule.answer)?.answer;
    const delaySeconds = rules.findLast((rule) => rule.delaySeconds !== undefined)?.delaySeconds;
    try {
      const result = answer ? await given(answer) : await run();
      recorded.result = resultOf(result);
      return result;
    } catch (error) {
      recorded.error = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      if (delaySeconds !== undefined) await this.sleep(delaySeconds);
    }
  }

  #count(what: string): number {
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    return count;
  }

  /** Lets time pass on the host's clock. */
  sleep(seconds: number): Promise<void> {
    const dueMs = this.#clock.now() + seconds * 1_000;
    return this.#whileIdle(new Promise((resolve) => this.#clock.at(dueMs, resolve)));
  }
}

async function given(answer: Answer): Promise<TypedData | undefined> {
  if ('error' in answer) throw answer.error;
  return answer.value === undefined ? undefined : { json: JSON.stringify(answer.value) };
}

function resultOf(data: TypedData | undefined): unknown {
  if (data?.json !== undefined) return JSON.parse(data.json);
  return data?.string ?? data?.int ?? data?.double;
}
