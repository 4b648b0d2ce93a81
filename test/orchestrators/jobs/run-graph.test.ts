import { describe, expect, it } from 'vitest';
import { beginGraph, tellItems } from '../../support/many-jobs.ts';
import { startTestApp } from '../../support/test-app.ts';

describe('runGraph', () => {
  it('runs each job after those that it needs, whose outputs flow into its input', async () => {
    const app = await startTestApp();
    const inputs = new Map<string, unknown>();
    const seen = tellItems(app, (item, input) => {
      inputs.set(item, input);
      return { result: { words: item.length, text: `from ${item}` } };
    });
    await beginGraph(app, {
      both: { needs: ['one', 'three'], input: { sum: ['{one.output.words}', '{three.output.words}'] } },
      one: {},
      three: { needs: ['one'], input: 'after {one.output.text}' },
    });
    expect(await app.outcomeOf('graph')).toMatchObject({ kind: 'succeeded', message: '3 of 3 succeeded.' });
    expect(seen.started).toEqual(['one', 'three', 'both']);
    expect(inputs.get('three')).toBe('after from one');
    expect(inputs.get('both')).toEqual({ sum: [3, 5] });
    expect(app.runIndex.rows.get('graph-both')).toMatchObject({
      cause: 'graph',
      parent: { runId: 'graph', item: 'both' },
      status: 'succeeded',
    });
  });

  it('skips what needs a job that failed, and does all else', async () => {
    const app = await startTestApp();
    const seen = tellItems(app, (item) => ({ exitCode: item === 'bad' ? 1 : 0 }));
    await beginGraph(app, {
      good: {},
      bad: {},
      after: { needs: ['good', 'bad'] },
      later: { needs: ['after'] },
      other: { needs: ['good'] },
    });
    expect(await app.outcomeOf('graph')).toMatchObject({
      kind: 'failed',
      message: '2 of 5 succeeded, 1 did not, 2 never started.',
      counts: { succeeded: 2, failed: 1, skipped: 2 },
    });
    expect(seen.started.sort()).toEqual(['bad', 'good', 'other']);
    expect([...app.runIndex.rows.keys()]).not.toContain('graph-after');
  });

  it('fails a job whose input asks for what no output has, and says what', async () => {
    const app = await startTestApp();
    tellItems(app, () => ({ result: { text: 'x' } }));
    await beginGraph(app, {
      one: {},
      two: { needs: ['one'], input: ['{one.output.txt}', '{one.output.text}'] },
      three: { needs: ['two'] },
    });
    expect(await app.outcomeOf('graph')).toMatchObject({
      kind: 'failed',
      counts: { succeeded: 1, failed: 1, skipped: 1 },
    });
    expect(app.runIndex.rows.get('graph-two')).toMatchObject({
      status: 'failed',
      message: 'Its input asks for {one.output.txt}, which is not there.',
    });
  });

  it('passes on outputs that are too big for a row', async () => {
    const app = await startTestApp();
    const text = 'x'.repeat(20_000);
    let passed: unknown;
    tellItems(app, (item, input) => {
      if (item === 'two') passed = input;
      return { result: { text } };
    });
    await beginGraph(app, { one: {}, two: { needs: ['one'], input: '{one.output.text}' } });
    expect(await app.outcomeOf('graph')).toMatchObject({ kind: 'succeeded' });
    expect(passed).toBe(text);
  });

  it('ends all that runs and starts nothing more when it is cancelled', async () => {
    const app = await startTestApp();
    const seen = tellItems(app, (item) => ({ seconds: item === 'quick' ? 1 : 60 }));
    await beginGraph(app, { quick: {}, slow: {}, after: { needs: ['slow'] } });
    await app.advanceUntil(() => app.runIndex.rows.get('graph-quick')?.status === 'succeeded');
    await app.documents.markCancelled('graph', 'by Ada');
    await app.raise('graph', 'cancelRequested', { reason: 'by Ada' });
    expect(await app.outcomeOf('graph')).toMatchObject({
      kind: 'cancelled',
      counts: { succeeded: 1, cancelled: 1, skipped: 1 },
    });
    expect(seen.started.sort()).toEqual(['quick', 'slow']);
  });
});
