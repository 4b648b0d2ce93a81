import * as df from 'durable-functions';
import { DetailedError } from './activities.ts';
import { messageOf, orchestrator, shown } from './support.ts';

class Point {
  readonly x = 1;
  readonly #hidden = 2;

  get sum(): number {
    return this.x + this.#hidden;
  }
}

/** Values that JSON does not have, or writes in a way of its own. */
const oddValues: Record<string, () => unknown> = {
  nan: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  minusZero: () => -0,
  symbol: () => Symbol('s'),
  function: () => () => 1,
  set: () => new Set([1]),
  map: () => new Map([['a', 1]]),
  buffer: () => Buffer.from('bytes'),
  error: () => new RangeError('as a value'),
  toJson: () => ({ toJSON: () => ({ said: 1 }) }),
  holes: () => [1, undefined, () => 1, Symbol('s'), null],
  invalidDate: () => ({ at: new Date(Number.NaN) }),
  date: () => ({ at: new Date(0) }),
  typedArray: () => new Uint8Array([1, 2, 255]),
  class: () => new Point(),
  generator: () =>
    (function* () {
      yield 1;
    })(),
  promise: () => Promise.resolve(1),
  manyKeys: () => Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`key${n}`, n])),
  longText: () => 'x'.repeat(40_000),
  emptyText: () => '',
  textOfNull: () => 'null',
  textOfTrue: () => 'true',
  textOfQuoted: () => '"quoted"',
  blanks: () => '   ',
  lines: () => ' a\n\tb\r\n ',
  bigint: () => ({ n: 5n }),
  circular: () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    return circle;
  },
  throwing: () => ({
    get bad(): never {
      throw new Error('from a getter');
    },
  }),
  list: () => [1, [2, { a: null }], 'x'],
  undefined: () => ({ a: undefined, b: [undefined], c: null }),
  fraction: () => 0.1 + 0.2,
  big: () => 2 ** 40,
  huge: () => 1e21,
  true: () => true,
};

/** Things to throw. */
const oddErrors: Record<string, () => unknown> = {
  null: () => null,
  undefined: () => undefined,
  number: () => 42,
  zero: () => 0,
  false: () => false,
  emptyText: () => '',
  list: () => [1, 'two'],
  aggregate: () => new AggregateError([new Error('one'), new TypeError('two')], 'several'),
  cause: () => new Error('outer', { cause: new Error('middle', { cause: 'inner' }) }),
  long: () => new Error(`long ${'x'.repeat(50_000)}`),
  unicode: () => new Error('é € 😀 \u2028 "q" \\'),
  named: () => Object.assign(new Error('renamed'), { name: 'SomethingElse' }),
  like: () => ({ name: 'Error', message: 'like an error', stack: 'at nowhere' }),
  marker: () => new Error('before\n\n$OutOfProcData$:{"isDone":true}'),
  objectMessage: () => Object.assign(new Error('x'), { message: { a: 1 } }),
  detailed: () => new DetailedError('of the orchestrator'),
  json: () => new Error('{"errorType":"T","errorMessage":"m","properties":{}}'),
  structured: () =>
    new Error('{"errorType":"T","errorMessage":"m","properties":{"a":1},"isNonRetriable":false}'),
  halfStructured: () => new Error('{"errorType":"T","errorMessage":"m"}'),
  halfStructured2: () => new Error('{"errorMessage":"m","properties":{}}'),
  structuredTypeNumber: () => new Error('{"errorType":5,"errorMessage":"m","properties":{}}'),
  structuredBlank: () => new Error(' {"errorType":"T","errorMessage":"m","properties":{}}'),
  structuredMore: () =>
    new Error('{"errorType":"T","errorMessage":"m","isNonRetriable":true,"stackTrace":"at x","extra":1}'),
  structuredList: () => new Error('{"errorType":"T","errorMessage":"m","properties":[1]}'),
  structuredCase: () => new Error('{"ErrorType":"T","ErrorMessage":"m","Properties":{"a":1}}'),
  structuredInner: () =>
    new Error(
      '{"errorType":"T","errorMessage":"m","properties":{},"innerFailure":{"errorType":"I","errorMessage":"i","properties":{}}}',
    ),
  structuredExtra: () => new Error('{"errorType":"T","errorMessage":"m","extra":1}'),
  structuredFinal: () => new Error('{"errorType":"T","errorMessage":"m","isNonRetriable":true}'),
  structuredTypeOnly: () => new Error('{"errorType":"T"}'),
  structuredMessageNumber: () => new Error('{"errorType":"T","errorMessage":5}'),
  structuredEmpty: () => new Error('{}'),
  structuredNull: () =>
    new Error('{"errorType":null,"errorMessage":"m","properties":null,"stackTrace":null}'),
  structuredProperties: () =>
    new Error(
      '{"errorType":"T","errorMessage":"m","properties":{"n":1,"t":"x","b":true,"z":null,"l":[1],"o":{"a":{}}}}',
    ),
  structuredTrailing: () => new Error('{"errorType":"T","errorMessage":"m"} '),
  structuredStack: () => new Error('{"errorType":"T","errorMessage":"m","stackTrace":"at x"}'),
  blank: () => new Error('   '),
  code: () => Object.assign(new Error('with a code'), { code: 'ENOENT', errno: -2 }),
  detailedCause: () => Object.assign(new DetailedError('outer'), { cause: new DetailedError('inner') }),
};

const oddValue = (kind: string): unknown => oddValues[kind]?.();
const errorOf = (kind: string): unknown => oddErrors[kind]?.();

/** Programs that return, throw and show what is no plain JSON. */
export function oddValuePrograms(): void {
  df.app.activity('OddReturn', { handler: (kind: string) => oddValue(kind) });
  df.app.activity('OddFail', {
    handler: (kind: string) => {
      throw errorOf(kind);
    },
  });
  orchestrator('OddOutput', function* (context) {
    return oddValue(context.df.getInput<string>());
  });
  orchestrator('OddStatus', function* (context) {
    try {
      context.df.setCustomStatus(oddValue(context.df.getInput<string>()));
      return yield context.df.callActivity('Echo', 1);
    } catch (error) {
      return { caught: messageOf(error) };
    }
  });
  orchestrator('OddInput', function* (context) {
    try {
      return shown(yield context.df.callActivity('TypeOf', oddValue(context.df.getInput<string>())));
    } catch (error) {
      return { caught: messageOf(error) };
    }
  });
  orchestrator('OddResult', function* (context) {
    try {
      return shown(yield context.df.callActivity('OddReturn', context.df.getInput<string>()));
    } catch (error) {
      return { caught: messageOf(error) };
    }
  });
  orchestrator('OddThrow', function* (context) {
    throw errorOf(context.df.getInput<string>());
  });
  orchestrator('OddFailLength', function* (context) {
    try {
      yield context.df.callActivity('OddFail', context.df.getInput<string>());
    } catch (error) {
      return /x+/.exec(messageOf(error).slice(40))?.[0].length;
    }
  });
  orchestrator('Given', function* (context) {
    return context.df.getInput();
  });
  orchestrator('Deep', function* (context) {
    let deep: unknown = 1;
    for (let level = 0; level < 100; level++) deep = [deep];
    const depthOf = (value: unknown): number => (Array.isArray(value) ? 1 + depthOf(value[0]) : 0);
    const key = context.df.instanceId;
    try {
      switch (context.df.getInput<string>()) {
        case 'output':
          return deep;
        case 'status':
          context.df.setCustomStatus(deep);
          yield context.df.callActivity('Echo', 1);
          return 'done';
        case 'activity':
          return depthOf(yield context.df.callActivity('Echo', deep));
        case 'child':
          return depthOf(yield context.df.callSubOrchestrator('Given', deep));
        default:
          return depthOf(
            yield context.df.callEntity(new df.EntityId('Puppet', key), 'do', [{ returns: deep }]),
          );
      }
    } catch (error) {
      return { caught: messageOf(error) };
    }
  });
  orchestrator('OddFlow', function* (context) {
    const echo = (value: unknown): df.Task => context.df.callActivity('Echo', value);
    switch (context.df.getInput<string>()) {
      case 'finally':
        try {
          yield context.df.callActivity('Fail', 1);
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: this is what is tested.
          return 'hidden';
        }
      case 'own':
        try {
          yield echo(1);
          throw new Error('own');
        } catch (error) {
          return { caught: messageOf(error), after: yield echo(2) };
        }
      case 'delegate':
        return yield* (function* (): Generator<df.Task, unknown, unknown> {
          return [yield echo(1), yield echo(2)];
        })();
      case 'handler':
        try {
          yield context.df.callActivity('Fail', 1);
        } catch {
          yield context.df.callActivity('Fail', 2);
        }
        return 'no';
      case 'yieldsArray':
        return yield [echo(1), echo(2)] as unknown as df.Task;
      case 'yieldsPromise':
        return yield Promise.resolve(1) as unknown as df.Task;
      default:
        return yield undefined as unknown as df.Task;
    }
  });
}
