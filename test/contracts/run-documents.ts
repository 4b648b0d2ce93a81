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

    test('keep the first reason of a cancellation', async () => {
      const documents = make();
      await documents.markCancelled('run-cancel', 'by Ada');
      await documents.markCancelled('run-cancel', 'by Bob');
      expect(await documents.readCancellation('run-cancel')).toEqual({ reason: 'by Ada' });
    });
  });
}
