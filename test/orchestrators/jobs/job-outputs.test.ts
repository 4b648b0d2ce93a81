import { describe, expect, it } from 'vitest';
import type { OutputRule } from '../../../contract/jobs.ts';
import { aJob, aSpec } from '../../support/builders.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

function aJobWith(output?: OutputRule) {
  return aJob({ spec: { group: aSpec(), queueDeadlineSeconds: 60, ...(output ? { output } : {}) } });
}

/** The container prints this and ends well, unless it posts something. */
function printing(app: TestApp, text: string, report?: object): void {
  app.containers.story = (container) => {
    container.runs();
    container.after(1, () => container.prints(text));
    if (report)
      container.after(
        2,
        () => void app.raise(container.runId, 'containerEnded', { attempt: 1, exitCode: 0, ...report }),
      );
    else container.after(2, () => container.exits(0));
    return undefined;
  };
}

describe('the output of runJob', () => {
  it('is the last line by rule, read from the whole log, although something was posted', async () => {
    const app = await startTestApp();
    printing(app, '{"sum":3}\n', { result: 'posted' });
    expect(await app.run('runJob', aJobWith({ kind: 'lastLine' }), 'job-1')).toMatchObject({
      output: { kind: 'inline', value: { sum: 3 } },
    });
  });

  it('above 64 KB is a document of the run', async () => {
    const app = await startTestApp();
    const value = { text: 'x'.repeat(70_000) };
    printing(app, `${JSON.stringify(value)}\n`);
    expect(await app.run('runJob', aJobWith(), 'job-1')).toMatchObject({
      output: { kind: 'stored', bytes: 70_011 },
    });
    expect(await app.documents.readValue('job-1', 'output')).toEqual({ value });
  });

  it('that was posted as a document becomes one of the run', async () => {
    const app = await startTestApp();
    const value = { text: 'x'.repeat(70_000) };
    await app.documents.writeValue('job-1-container', 'result-1-main', value);
    printing(app, '', { storedResult: 'result-1-main' });
    expect(await app.run('runJob', aJobWith({ kind: 'callback' }), 'job-1')).toMatchObject({
      kind: 'succeeded',
      output: { kind: 'stored', bytes: 70_011 },
    });
    expect(await app.documents.readValue('job-1', 'output')).toEqual({ value });
  });

  it('is missed in words where one was asked for, and the job has succeeded all the same', async () => {
    const app = await startTestApp();
    printing(app, 'done\n');
    const outcome = await app.run('runJob', aJobWith({ kind: 'lastLine' }), 'job-1');
    expect(outcome).toMatchObject({ kind: 'succeeded', message: 'No line of the log is JSON.' });
    expect(await app.runIndex.read('job-1')).toMatchObject({
      status: 'succeeded',
      message: 'No line of the log is JSON.',
    });
  });

  it('that no history can hold is missed in words', async () => {
    const app = await startTestApp();
    printing(app, `${'['.repeat(60)}${']'.repeat(60)}\n`);
    expect(await app.run('runJob', aJobWith({ kind: 'lastLine' }), 'job-1')).toMatchObject({
      kind: 'succeeded',
      message: expect.stringContaining('48 levels'),
    });
  });

  it('is missed by nobody where none was asked for', async () => {
    const app = await startTestApp();
    printing(app, 'done\n');
    const outcome = await app.run('runJob', aJobWith(), 'job-1');
    expect(outcome).not.toHaveProperty('message');
    expect(outcome).not.toHaveProperty('output');
  });

  it('that cannot be read leaves the job its end', async () => {
    const app = await startTestApp();
    printing(app, '{"sum":3}\n');
    app.documents.readLogTail = async () => {
      throw new Error('The archive is out, as the test wants it.');
    };
    expect(await app.run('runJob', aJobWith({ kind: 'lastLine' }), 'job-1')).toMatchObject({
      kind: 'succeeded',
      message: expect.stringContaining('The archive is out'),
    });
  });
});
