import { app, type InvocationContext } from '@azure/functions';
import { expect, test } from 'vitest';
import { FunctionRegistry } from '../../../local/functions/index.ts';
import { hostOf } from './start-host.ts';

/** Registers a function of a trigger type that, without an engine, only `invoke` reaches. */
function generic(name: string, handler: (input: unknown, context: InvocationContext) => unknown): void {
  app.generic(name, { trigger: { type: 'activityTrigger', name: 'trigger' }, handler: handler as never });
}

test('the trigger becomes the one positional input, whatever its type', async () => {
  const seen: unknown[] = [];
  const host = await hostOf(() => generic('f', (input) => void seen.push(input)));
  for (const trigger of [
    { string: 'text' },
    { string: '{"a":1}' },
    { json: '[1]' },
    { int: 5 },
    { double: 0.5 },
    null,
  ])
    await host.invoke('f', trigger);
  expect(seen).toEqual(['text', { a: 1 }, [1], 5, 0.5, undefined]);
});

test.each<[returned: unknown, expected: unknown]>([
  ['text', { string: 'text' }],
  [5, { int: 5 }],
  [0.5, { double: 0.5 }],
  [true, { json: 'true' }],
  [{ a: 1 }, { json: '{"a":1}' }],
  [undefined, undefined],
  [null, undefined],
])('the return value %o is handed back without an output binding', async (returned, expected) => {
  const host = await hostOf(() => generic('f', () => returned));
  expect(await host.invoke('f', null)).toEqual(expected);
});

test('trigger metadata reaches the function with lower-case initials', async () => {
  let seen: unknown;
  const host = await hostOf(() =>
    generic('f', (_, context) => {
      seen = context.triggerMetadata;
    }),
  );
  await host.invoke('f', null, { InstanceId: { string: 'a' }, Data: { json: '{"Key":1}' } });
  expect(seen).toEqual({ instanceId: 'a', data: { key: 1 } });
});

test.each<[what: string, thrown: unknown, message: string]>([
  ['an Error', new TypeError('boom'), 'boom'],
  ['a text', 'boom', 'boom'],
  ['an object', { code: 1 }, '{"code":1}'],
])('%s thrown by a handler rejects the invocation with its text', async (_, thrown, message) => {
  const host = await hostOf(() => generic('f', () => Promise.reject(thrown)));
  await expect(host.invoke('f', null)).rejects.toThrow(message);
});

test('a function is found ignoring case, an unknown one is named with those that exist', async () => {
  const host = await hostOf(() => generic('Known', () => 'yes'));
  expect(await host.invoke('known', null)).toEqual({ string: 'yes' });
  await expect(host.invoke('other', null)).rejects.toThrow('No function "other". The app has: Known.');
});

test('what an app logs carries its level, function and invocation', async () => {
  const host = await hostOf(() =>
    generic('f', (_, context) => {
      context.log('plain', { a: 1 });
      context.warn('careful');
    }),
  );
  await host.invoke('f', null);
  expect(host.log).toMatchObject([
    { level: 'information', category: 'user', functionName: 'f', message: 'plain { a: 1 }' },
    { level: 'warning', category: 'user', functionName: 'f', message: 'careful' },
  ]);
  expect(host.log[0]?.invocationId).toBe(host.log[1]?.invocationId);
});

test('each of two hosts gets the log of its own functions', async () => {
  const speak = (name: string) => hostOf(() => generic(name, (_, context) => context.log(`from ${name}`)));
  const [one, two] = [await speak('one'), await speak('two')];
  await Promise.all([one.invoke('one', null), two.invoke('two', null)]);
  expect([one.logText(), two.logText()]).toEqual(['from one', 'from two']);
});

test('logging after the end is let through with a warning', async () => {
  let context: InvocationContext | undefined;
  const host = await hostOf(() =>
    generic('f', (_, given) => {
      context = given;
    }),
  );
  await host.invoke('f', null);
  context?.log('late');
  expect(host.logText()).toContain("Unexpected call to 'log' on the context object after function execution");
});

test('invocation hooks see and replace inputs, handler, result and error', async () => {
  const host = await hostOf(() => {
    app.hook.preInvocation((context) => {
      context.hookData.started = true;
      context.inputs = ['replaced'];
    });
    app.hook.postInvocation((context) => {
      context.result = [context.hookData.started, context.result, context.error];
      context.error = undefined;
    });
    generic('good', (input) => input);
    generic('bad', () => Promise.reject(new Error('mended')));
  });
  expect(await host.invoke('good', { string: 'given' })).toEqual({ json: '[true,"replaced",null]' });
  expect(await host.invoke('bad', null)).toEqual({ json: '[true,null,{}]' });
});

test('hooks run one after the other in order of registration', async () => {
  const order: string[] = [];
  const host = await hostOf(() => {
    app.hook.preInvocation(async () => {
      await Promise.resolve();
      order.push('first');
    });
    app.hook.preInvocation(() => void order.push('second'));
    generic('f', () => void order.push('handler'));
  });
  await host.invoke('f', null);
  expect(order).toEqual(['first', 'second', 'handler']);
});

test('a disposed hook does not run', async () => {
  const host = await hostOf(() => {
    app.hook.preInvocation(() => Promise.reject(new Error('ran'))).dispose();
    generic('f', () => 'done');
  });
  expect(await host.invoke('f', null)).toEqual({ string: 'done' });
});

test('a log hook changes level and text', async () => {
  const host = await hostOf(() => {
    app.hook.log((context) => {
      context.level = 'error';
      context.message = `${context.category}: ${context.message}`;
    });
    generic('f', (_, context) => context.log('text'));
  });
  await host.invoke('f', null);
  expect(host.log).toMatchObject([{ level: 'error', message: 'user: text' }]);
});

test('start and end of the app run their hooks, with data shared between them', async () => {
  const seen: unknown[] = [];
  const host = await hostOf(() => {
    app.hook.appStart((context) => {
      context.hookData.from = 'start';
    });
    app.hook.appTerminate((context) => void seen.push(context.hookData.from));
    generic('f', () => {});
  });
  expect(seen).toEqual([]);
  await host.stop();
  expect(seen).toEqual(['start']);
});

test('an unknown hook is a RangeError of the system, a part that is read only refuses assignment', async () => {
  const registry = new FunctionRegistry();
  expect(() => registry.registerHook('beforeLunch', () => {})).toThrow(RangeError);
  let caught: unknown;
  const host = await hostOf(() => {
    app.hook.preInvocation((context) => {
      try {
        Object.assign(context, { hookData: {} });
      } catch (error) {
        caught = error;
      }
    });
    generic('f', () => {});
  });
  await host.invoke('f', null);
  expect(String(caught)).toContain('hookData');
});

test('a registration can be taken back while the app starts, not later', () => {
  const registry = new FunctionRegistry();
  const register = () => registry.registerFunction({ name: 'f', bindings: {} }, () => {});
  register().dispose();
  const kept = register();
  registry.lock();
  expect(() => kept.dispose()).toThrow('during app startup');
  expect([...registry.functions.keys()]).toEqual(['f']);
});

test('a function without a trigger is refused by name', async () => {
  const registerBare = () =>
    hostOf(() => app.generic('bare', { trigger: undefined as never, handler: () => {} }));
  await expect(registerBare()).rejects.toThrow();
});
