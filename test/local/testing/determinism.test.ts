import { randomUUID } from 'node:crypto';
import type * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';
import { runOrchestrator } from '../../../local/testing/index.ts';

type Context = df.OrchestrationContext;

const missteps: Record<string, () => unknown> = {
  'Date.now()': () => Date.now(),
  'new Date()': () => new Date(),
  'Date()': () => Date(),
  'Math.random()': () => Math.random(),
  'fetch()': () => fetch('http://127.0.0.1:9/'),
  'setTimeout()': () => setTimeout(() => {}, 1),
  'setImmediate()': () => setImmediate(() => {}),
  'crypto.randomUUID()': () => randomUUID(),
};

describe('the determinism guard', () => {
  test.each(Object.entries(missteps))(
    'fails on %s in an orchestrator, naming the line',
    async (what, misstep) => {
      const run = runOrchestrator(
        function* wrong(context: Context) {
          yield context.df.callActivity('quick', {});
          misstep();
        },
        { activities: { quick: 1 } },
      );
      await expect(run).rejects.toMatchObject({
        trap: 'notRepeatable',
        message: expect.stringContaining(`used ${what}`),
        positions: [
          expect.stringMatching(/^test\/local\/testing\/determinism\.test\.ts:\d+$/),
          expect.stringMatching(/^test\/local\/testing\/determinism\.test\.ts:\d+$/),
        ],
      });
    },
  );

  test('fails on the web’s crypto.randomUUID too', async () => {
    const run = runOrchestrator(function* wrong(context: Context) {
      yield context.df.callActivity('quick', { id: crypto.randomUUID() });
    });
    await expect(run).rejects.toMatchObject({ trap: 'notRepeatable' });
  });

  test('leaves dates of values alone, and activities, and everybody else', async () => {
    const seen: unknown[] = [];
    const run = await runOrchestrator(
      function* right(context: Context) {
        const due = new Date(context.df.currentUtcDateTime.getTime() + 1_000);
        seen.push(due instanceof Date, Date.UTC(2026, 0, 1), Date.parse('2026-01-01T00:00:00Z'));
        yield context.df.createTimer(due);
        return (yield context.df.callActivity('now', {})) as unknown;
      },
      { activities: { now: () => [typeof Date.now(), typeof Math.random(), randomUUID().length] } },
    );
    expect(run.output).toEqual(['number', 'number', 36]);
    expect(seen.slice(0, 3)).toEqual([true, 1_767_225_600_000, 1_767_225_600_000]);
  });

  test('leaves no global changed', () => {
    expect(Date.name).toBe('Date');
    expect(Date).toBe(new Date(0).constructor);
    expect(String(Math.random)).toContain('native code');
  });

  test('names a change of the date that the library keeps', async () => {
    const run = runOrchestrator(function* wrong(context: Context) {
      for (let n = 0; n < 2; n++) {
        const due = context.df.currentUtcDateTime;
        due.setMinutes(due.getMinutes() + 1);
        yield context.df.createTimer(due);
      }
    });
    await expect(run).rejects.toMatchObject({
      trap: 'replayDiffers',
      message: expect.stringMatching(/currentUtcDateTime itself, with setMinutes.*change a copy/),
    });
  });

  test('fails when a replay asks for something else, where Azure would not notice', async () => {
    let turns = 0;
    const run = runOrchestrator(
      function* wrong(context: Context) {
        turns++;
        yield context.df.callActivity('quick', { turns });
        yield context.df.callActivity('quick', {});
      },
      { activities: { quick: 1 } },
    );
    await expect(run).rejects.toMatchObject({
      trap: 'replayDiffers',
      message: expect.stringMatching(/action 0 of the code was activity 'quick' with .*1.* and is now .*2/),
      positions: [expect.stringMatching(/^test\/local\/testing\/determinism\.test\.ts:\d+$/)],
    });
  });

  test('says what the history holds and what the code asks for when the two part', async () => {
    let name = 'first';
    const run = runOrchestrator(
      function* wrong(context: Context) {
        const called = name;
        name = 'second';
        yield context.df.callActivity(called, {});
      },
      { activities: { first: 1, second: 2 }, strict: { allow: ['replayDiffers'] } },
    );
    await expect(run).rejects.toMatchObject({
      trap: 'nonDeterministic',
      message: expect.stringMatching(
        /Number 0 of the history is activity 'first' \(#0\); the code asks for activity 'second' \(#0\)/,
      ),
      positions: [expect.stringMatching(/^test\/local\/testing\/determinism\.test\.ts:\d+$/)],
    });
  });
});
