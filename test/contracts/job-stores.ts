import { describe, expect, test } from 'vitest';
import type { RejectedEvent } from '../../contract/job-events.ts';
import type { RejectedEvents } from '../../lib/ports/rejected-events.ts';
import type { ScheduleNotes } from '../../lib/ports/schedule-notes.ts';

const anEvent = (id: string): RejectedEvent => ({
  id,
  rejectedAt: '2026-01-01T00:00:00.000Z',
  reason: 'no text',
  job: 'score',
  trigger: 'inbox',
  cause: 'queue',
  event: { id, parts: { body: { n: 1 } } },
});

/** What the app relies on of any RejectedEvents, in pages of two. */
export function rejectedEventsContract(name: string, make: () => RejectedEvents): void {
  describe(`rejected events of ${name}`, () => {
    test('are kept until they are removed', async () => {
      const events = make();
      expect(await events.list()).toEqual({ events: [] });
      expect(await events.read('one')).toBeUndefined();
      await events.put(anEvent('one'));
      await events.put({ ...anEvent('one'), reason: 'still no text' });
      expect((await events.read('one'))?.reason).toBe('still no text');
      await events.remove('one');
      await events.remove('one');
      expect(await events.read('one')).toBeUndefined();
    });

    test('are listed page by page, each once', async () => {
      const events = make();
      const ids = ['a', 'b', 'c', 'd', 'e'];
      for (const id of ids) await events.put(anEvent(id));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await events.list(cursor);
        expect(page.events.length).toBeLessThanOrEqual(2);
        seen.push(...page.events.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(ids);
    });
  });
}

/** What the app relies on of any ScheduleNotes. */
export function scheduleNotesContract(name: string, make: () => ScheduleNotes): void {
  describe(`schedule notes of ${name}`, () => {
    test('are empty at first, and then what was written last', async () => {
      const notes = make();
      expect(await notes.read()).toEqual({});
      const note = { cron: '0 3 * * *', timeZone: 'UTC', since: '2026-01-01T00:00:00.000Z', waiting: [] };
      await notes.write({ 'a/nightly': note, 'b/nightly': note });
      await notes.write({ 'a/nightly': note });
      expect(await notes.read()).toEqual({ 'a/nightly': note });
    });
  });
}
