import { expect, test } from 'vitest';
import { startRun } from '../../../lib/durable/start-run.ts';
import { sweepRunId } from '../../../lib/ids.ts';

const run = { id: sweepRunId, input: { hub: 'test' } };
const refusing = (text: string) => ({ startNew: () => Promise.reject(new Error(text)) });

test('a run is started under its own id with its own input', async () => {
  const started: unknown[] = [];
  const client = {
    startNew: async (name: string, options?: object) => {
      started.push({ name, ...options });
      return sweepRunId;
    },
  };
  expect(await startRun(client, 'sweepOrphans', run)).toBe('started');
  expect(started).toEqual([{ name: 'sweepOrphans', instanceId: sweepRunId, input: { hub: 'test' } }]);
});

test('a run that is under way already is no error; everything else is', async () => {
  const taken = refusing(
    'The operation failed with an unexpected status code: 409. Details: {"Message":"An Orchestration instance with the status Running already exists."}',
  );
  expect(await startRun(taken, 'sweepOrphans', run)).toBe('alreadyRunning');
  const out = refusing('The operation failed with an unexpected status code: 500. Details: {}');
  await expect(startRun(out, 'sweepOrphans', run)).rejects.toThrow('500');
});
