import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** Hears of each use of something that a replay would see differently. */
type Complain = (what: string) => void;

/** Set only while a step of a guarded orchestrator runs, which is synchronous. */
let complain: Complain | undefined;

const alternatives: Record<string, string> = {
  'Date.now()': 'take the time from context.df.currentUtcDateTime',
  'new Date()': 'take the time from context.df.currentUtcDateTime',
  'Date()': 'take the time from context.df.currentUtcDateTime',
  'Math.random()': 'get random values from an activity',
  'crypto.randomUUID()': 'use context.df.newGuid(context.df.instanceId)',
  'fetch()': 'call it in an activity, or use context.df.callHttp',
};

/** What to write instead. */
export function alternativeTo(what: string): string {
  return alternatives[what] ?? 'wait durably with context.df.createTimer';
}

/**
 * Runs a turn with globals that can complain. They are in place only while it runs, which is synchronous: as no other
 * code can run meanwhile, nobody else ever sees them.
 */
export function withGuardedGlobals<T>(turn: () => T): T {
  const restore = replaceGlobals();
  try {
    return turn();
  } finally {
    restore();
  }
}

/** Runs one step of an orchestrator's own code: from here on they do complain. */
export function guardStep<T>(complainer: Complain, step: () => T): T {
  complain = complainer;
  try {
    return step();
  } finally {
    complain = undefined;
  }
}

/** Runs the bench's and the library's own code within a step. */
export function unguarded<T>(action: () => T): T {
  const before = complain;
  complain = undefined;
  try {
    return action();
  } finally {
    complain = before;
  }
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

function complaining(what: string, original: AnyFunction): AnyFunction {
  return function (this: unknown, ...args) {
    complain?.(what);
    return original.apply(this, args);
  };
}

const timerNames = ['setTimeout', 'setInterval', 'setImmediate'] as const;

type Replaced = {
  Date: DateConstructor;
  random: () => number;
  others: readonly (readonly [name: string, original: AnyFunction | undefined])[];
};

function present(): Replaced {
  const holder = globalThis as unknown as Record<string, AnyFunction>;
  return {
    Date: globalThis.Date,
    random: Math.random,
    others: ['fetch', ...timerNames].map((name) => [name, holder[name]] as const),
  };
}

function put({ Date: date, random, others }: Replaced): void {
  const holder = globalThis as unknown as Record<string, AnyFunction>;
  globalThis.Date = date;
  Math.random = random;
  for (const [name, value] of others) if (value) holder[name] = value;
}

/** The guarded ones of the last turn, made again only when somebody has replaced a global since. */
let last: { originals: Replaced; guarded: Replaced } | undefined;

function replaceGlobals(): () => void {
  const originals = present();
  if (!last || !isSame(last.originals, originals)) {
    const others = originals.others.map(
      ([name, value]) => [name, value && complaining(`${name}()`, value)] as const,
    );
    const random = complaining('Math.random()', originals.random as AnyFunction) as () => number;
    last = { originals, guarded: { Date: guardedDate(originals.Date), random, others } };
  }
  put(last.guarded);
  return () => put(originals);
}

function isSame(one: Replaced, other: Replaced): boolean {
  return (
    one.Date === other.Date &&
    one.random === other.random &&
    one.others.every(([, value], index) => value === other.others[index]?.[1])
  );
}

/** Dates made of a value are as good as ever, and real dates. */
function guardedDate(date: DateConstructor): DateConstructor {
  const now = complaining('Date.now()', date.now as AnyFunction);
  const guarded: DateConstructor = new Proxy(date, {
    construct(target, args, newTarget) {
      if (args.length === 0) complain?.('new Date()');
      return Reflect.construct(target, args, newTarget === guarded ? target : newTarget) as object;
    },
    apply(target) {
      complain?.('Date()');
      return target();
    },
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
  });
  return guarded;
}

const installed = Symbol.for('slipway.guarded-crypto');

/**
 * `randomUUID` is mostly imported from node:crypto by name, where a replacement for the time of a step does not reach.
 * So it is wrapped once in a process; outside steps the wrapper only passes the call on.
 */
export function guardCrypto(): void {
  const holder = globalThis as { [installed]?: boolean };
  if (holder[installed]) return;
  holder[installed] = true;
  const what = 'crypto.randomUUID()';
  crypto.randomUUID = complaining(what, crypto.randomUUID as AnyFunction) as typeof crypto.randomUUID;
  syncBuiltinESMExports();
  const web = globalThis.crypto;
  const original = web.randomUUID as AnyFunction;
  Object.defineProperty(web, 'randomUUID', {
    configurable: true,
    writable: true,
    value: complaining(what, original),
  });
}
