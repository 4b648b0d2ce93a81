import type * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';
import { type Orchestrator, replayHistory, runOrchestrator } from '../../../local/testing/index.ts';

type Context = df.OrchestrationContext;
type Code = Orchestrator<never>;

/** Two activities at once, a race of an event with a timer, one more activity. */
function* before(context: Context) {
  yield context.df.Task.all([
    context.df.callActivity('left', { n: 1 }),
    context.df.callActivity('right', { n: 2 }),
  ]);
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
  yield context.df.Task.any([context.df.waitForExternalEvent('answer'), timer]);
  timer.cancel();
  return (yield context.df.callActivity('last', {})) as unknown;
}

const activities = { left: 1, right: 2, last: 3, added: 4 };
const saved = async (code: Code = before) =>
  (await runOrchestrator(code, { activities, events: [{ at: 5, name: 'answer' }], name: 'flow' })).history;

const changes: Record<string, { code: Code; says: RegExp }> = {
  'an activity was renamed': {
    *code(context) {
      yield context.df.Task.all([
        context.df.callActivity('left', { n: 1 }),
        context.df.callActivity('other', { n: 2 }),
      ]);
    },
    says: /Number 1 of the history is activity 'right' \(#1\); the code asks for activity 'other' \(#1\)/,
  },
  'one was put before others': {
    *code(context) {
      yield context.df.callActivity('added', {});
      return yield* before(context) as Generator<df.Task, unknown, unknown>;
    },
    says: /Number 0 of the history is activity 'left' \(#0\); the code asks for activity 'added' \(#0\)/,
  },
  'one was put at the end': {
    *code(context) {
      yield* before(context) as Generator<df.Task, unknown, unknown>;
      yield context.df.callActivity('added', {});
    },
    says: /the code asks for activity 'added' \(#4\), which the history does not hold/,
  },
  'the code now fails': {
    *code(context) {
      yield* before(context) as Generator<df.Task, unknown, unknown>;
      throw new Error('changed my mind');
    },
    says: /the history is Completed, and the code fails with: changed my mind/,
  },
  'it reads the clock': {
    *code(context) {
      yield context.df.callActivity('left', { at: Date.now() });
    },
    says: /Date\.now\(\)/,
  },
};

describe('replayHistory', () => {
  test('accepts a history of the code as it is, and of code that only got another wording', async () => {
    const history = await saved();
    await replayHistory({ orchestrator: before, history });
    const reworded: Code = function* again(context) {
      const answer: unknown = yield* before(context) as Generator<df.Task, unknown, unknown>;
      return answer;
    };
    expect(await replayHistory({ orchestrator: reworded, history })).toMatchObject({
      name: 'flow',
      instanceId: 'run',
    });
  });

  test('accepts every beginning of it, as of a run that goes on', async () => {
    const history = await saved();
    for (const [index, event] of history.entries()) {
      if (event.EventType !== 13) continue;
      await replayHistory({ orchestrator: before, history: history.slice(0, index + 1) });
    }
  });

  test.each(Object.entries(changes))('refuses it when %s', async (_change, { code, says }) => {
    await expect(replayHistory({ orchestrator: code, history: await saved() })).rejects.toThrow(says);
  });

  test('refuses a history of an orchestrator that is not there', async () => {
    const orchestrator = { register: () => {} };
    await expect(replayHistory({ orchestrator, history: await saved() })).rejects.toThrow(
      "The history is of 'flow', which is no orchestrator of this app.",
    );
  });
});
