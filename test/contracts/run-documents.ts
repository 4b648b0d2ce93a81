import { describe, expect, test } from 'vitest';
import type { RunDocuments } from '../../lib/ports/run-documents.ts';

/** What the app relies on of any RunDocuments. */
export function runDocumentsContract(name: string, make: () => RunDocuments): void {
  describe(`run documents of ${name}`, () => {
    test('know nothing of a run that left nothing', async () => {
      const documents = make();
      expect(await documents.readLog('none')).toBeUndefined();
      expect(await documents.readLogTail({ runId: 'none', attempt: 1 }, 100)).toEqual({ text: '', bytes: 0 });
      expect(await documents.readCancellation('none')).toBeUndefined();
    });

    test('add to the log of each attempt and say its size', async () => {
      const documents = make();
      expect(await documents.appendLog({ runId: 'run-log', attempt: 2 }, 'second attempt\n', 0)).toBe(15);
      expect(await documents.appendLog({ runId: 'run-log', attempt: 1 }, 'grün\n', 0)).toBe(6);
      expect(await documents.appendLog({ runId: 'run-log', attempt: 1 }, 'done\n', 6)).toBe(11);
      expect(await documents.readLog('run-log')).toBe('grün\ndone\nsecond attempt\n');
      expect(await documents.readLog('run')).toBeUndefined();
    });

    test('add to a log only where it ended when the text was chosen', async () => {
      const documents = make();
      await documents.appendLog({ runId: 'run-race', attempt: 1 }, 'first\n', 0);
      for (const position of [0, 5, 7]) {
        await expect(
          documents.appendLog({ runId: 'run-race', attempt: 1 }, 'other\n', position),
        ).rejects.toMatchObject({
          code: 'azure-unavailable',
        });
      }
      expect(await documents.readLog('run-race')).toBe('first\n');
    });

    test('tell the containers of an attempt apart', async () => {
      const documents = make();
      await documents.appendLog({ runId: 'run-two', attempt: 1, container: 'web' }, 'serving', 0);
      await documents.appendLog({ runId: 'run-two', attempt: 1, container: 'helper' }, 'helping\n', 0);
      await documents.appendLog({ runId: 'run-two', attempt: 2, container: 'web' }, 'again\n', 0);
      const { text } = await documents.readLogTail({ runId: 'run-two', attempt: 1, container: 'web' }, 100);
      expect(text).toBe('serving');
      expect(await documents.readLog('run-two')).toBe(
        '==> helper (attempt 1) <==\nhelping\n==> web (attempt 1) <==\nserving\n==> web (attempt 2) <==\nagain\n',
      );
    });

    test('read on in a log from where somebody came to', async () => {
      const documents = make();
      const log = { runId: 'run-on', attempt: 1 };
      expect(await documents.readLogFrom(log, 0)).toEqual({ text: '', bytes: 0 });
      await documents.appendLog(log, 'grün\n', 0);
      expect(await documents.readLogFrom(log, 0)).toEqual({ text: 'grün\n', bytes: 6 });
      expect(await documents.readLogFrom(log, 6)).toEqual({ text: '', bytes: 6 });
      await documents.appendLog(log, 'blau\n', 6);
      expect(await documents.readLogFrom(log, 6)).toEqual({ text: 'blau\n', bytes: 11 });
    });

    test('list the logs that there are, attempts in order', async () => {
      const documents = make();
      expect(await documents.listLogs('run-list')).toEqual([]);
      const logs = [
        { runId: 'run-list', attempt: 10, container: 'a' },
        { runId: 'run-list', attempt: 2, container: 'b' },
        { runId: 'run-list', attempt: 2, container: 'a' },
        { runId: 'run-list-2', attempt: 1 },
      ];
      for (const log of logs) await documents.appendLog(log, 'x', 0);
      expect(await documents.listLogs('run-list')).toEqual([logs[2], logs[1], logs[0]]);
    });

    test('order attempts by number', async () => {
      const documents = make();
      for (const attempt of [10, 9, 1])
        await documents.appendLog({ runId: 'run-order', attempt }, `${attempt} `, 0);
      expect(await documents.readLog('run-order')).toBe('1 9 10 ');
    });

    test('read the end of a log in characters, none of them cut in two', async () => {
      const documents = make();
      await documents.appendLog({ runId: 'run-tail', attempt: 1 }, `${'x'.repeat(50)}äöü€`, 0);
      expect(await documents.readLogTail({ runId: 'run-tail', attempt: 1 }, 4)).toEqual({
        text: 'äöü€',
        bytes: 59,
      });
      expect(await documents.readLogTail({ runId: 'run-tail', attempt: 1 }, 5)).toEqual({
        text: 'xäöü€',
        bytes: 59,
      });
      expect((await documents.readLogTail({ runId: 'run-tail', attempt: 1 }, 1_000)).text).toHaveLength(54);
    });

    test('keep what went into a run and what came out of it apart', async () => {
      const documents = make();
      await documents.writeValue('run-value', 'input', { text: 'grün' });
      await documents.writeValue('run-value', 'output', null);
      expect(await documents.readValue('run-value', 'input')).toEqual({ value: { text: 'grün' } });
      expect(await documents.readValue('run-value', 'output')).toEqual({ value: null });
      expect(await documents.readValue('run-valu', 'output')).toBeUndefined();
    });

    test('forget a run, and no other', async () => {
      const documents = make();
      for (const runId of ['run-gone', 'run-gone-2']) {
        await documents.appendLog({ runId, attempt: 1 }, 'x', 0);
        await documents.writeValue(runId, 'input', 1);
        await documents.writeValue(runId, 'output', 2);
        await documents.markCancelled(runId, 'enough');
      }
      await documents.forget('run-gone');
      await documents.forget('run-gone');
      const kept = async (runId: string) => [
        await documents.readLog(runId),
        (await documents.readValue(runId, 'input'))?.value,
        (await documents.readValue(runId, 'output'))?.value,
        (await documents.readCancellation(runId))?.reason,
      ];
      expect(await kept('run-gone')).toEqual([undefined, undefined, undefined, undefined]);
      expect(await kept('run-gone-2')).toEqual(['x', 1, 2, 'enough']);
    });

    test('keep the first reason of a cancellation', async () => {
      const documents = make();
      await documents.markCancelled('run-cancel', 'by Ada');
      await documents.markCancelled('run-cancel', 'by Bob');
      expect(await documents.readCancellation('run-cancel')).toEqual({ reason: 'by Ada' });
    });
  });
}
