import * as df from 'durable-functions';
import { shown } from './support.ts';

/** An error with more to say than its message. */
export class DetailedError extends Error {
  readonly code = 42;

  constructor(message: string) {
    super(message);
    this.name = 'DetailedError';
  }
}

/** It holds for the whole process, where other apps may run too: so it speaks of our own class only. */
const provider: df.ExceptionPropertiesProvider = {
  getExceptionProperties: (error) =>
    error instanceof DetailedError ? { code: error.code, nested: { list: [1, null] } } : undefined,
};

/** How often an activity ran, by key, so that it can fail the first times. */
const tries = new Map<string, number>();

function tryOf(key: string): number {
  const count = (tries.get(key) ?? 0) + 1;
  tries.set(key, count);
  return count;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function activities(): void {
  df.app.setExceptionPropertiesProvider(provider);
  const activity = (name: string, handler: df.ActivityHandler): void => {
    df.app.activity(name, { handler });
  };
  activity('Echo', (input: unknown) => input);
  activity('Hello', (name: string) => `Hello, ${name}!`);
  activity('TypeOf', shown);
  activity('NoResult', () => undefined);
  activity('Null', () => null);
  activity('JsonText', () => '{"looks":"like json"}');
  activity('Bytes', () => Buffer.from('bytes!'));
  activity('ADate', () => new Date(0));
  activity('ADateText', () => '2020-01-02T03:04:05.678Z');
  activity('Metadata', (_, { triggerMetadata = {} }) =>
    Object.fromEntries(Object.entries(triggerMetadata).sort()),
  );
  activity('Length', (text: string) => text.length);
  activity('Long', (length: number) => 'x'.repeat(length));
  activity('Slow', async ({ ms, value }: { ms: number; value: unknown }) => {
    await sleep(ms);
    return value;
  });
  activity('Fail', (input: unknown) => {
    throw new TypeError(`boom ${JSON.stringify(input)}`);
  });
  activity('FailEmpty', () => {
    throw new Error('');
  });
  activity('FailJson', () => {
    throw new Error('{"looks":"like json"}');
  });
  activity('FailLines', () => {
    throw new Error('first line\nsecond "line"');
  });
  activity('FailLater', async (ms: number) => {
    await sleep(ms);
    throw new Error('late boom');
  });
  activity('FailSlowly', async () => {
    await sleep(300);
    throw new Error('slow boom');
  });
  activity('FailCause', () => {
    throw new Error('outer', { cause: new RangeError('inner') });
  });
  activity('FailText', () => {
    throw 'just a text';
  });
  activity('FailObject', () => {
    throw { code: 7 };
  });
  activity('Reject', () => Promise.reject(new Error('rejected')));
  activity('Detailed', () => {
    throw new DetailedError('with details');
  });
  activity('Flaky', ({ key, failures }: { key: string; failures: number }) => {
    const count = tryOf(key);
    if (count <= failures) throw new Error(`try ${count}`);
    return `ok after ${count}`;
  });
  activity('Tries', (key: string) => tries.get(key) ?? 0);
}
