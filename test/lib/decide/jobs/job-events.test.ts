import { describe, expect, test } from 'vitest';
import type { JobTrigger } from '../../../../contract/jobs.ts';
import { eventInput } from '../../../../lib/decide/jobs/event-input.ts';
import { type GridEvent, triggerFits } from '../../../../lib/decide/jobs/trigger-fits.ts';

const blob: GridEvent = {
  id: 'event-1',
  type: 'Microsoft.Storage.BlobCreated',
  subject: '/blobServices/default/containers/inbox/blobs/2026/report.csv',
  source: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/acme',
  time: '2026-01-01T00:00:00.000Z',
  data: { url: 'https://acme.blob.core.windows.net/inbox/2026/report.csv' },
};

describe('a trigger fits', () => {
  const trigger = (more: object): JobTrigger =>
    ({ name: 't', kind: 'blob', container: 'inbox', ...more }) as JobTrigger;
  test.each<[boolean, string, object]>([
    [true, 'a blob of its container', {}],
    [false, 'a blob of another', { container: 'outbox' }],
    [true, 'prefix and suffix', { prefix: '2026/', suffix: '.csv' }],
    [false, 'another prefix', { prefix: '2025/' }],
    [false, 'another suffix', { suffix: '.txt' }],
    [true, 'its account', { account: 'acme' }],
    [false, 'another account', { account: 'other' }],
    [true, 'any event', { kind: 'eventGrid' }],
    [true, 'its type', { kind: 'eventGrid', types: ['x', 'Microsoft.Storage.BlobCreated'] }],
    [false, 'another type', { kind: 'eventGrid', types: ['x'] }],
    [
      true,
      'its subject',
      { kind: 'eventGrid', subjectBeginsWith: '/blobServices/', subjectEndsWith: '.csv' },
    ],
    [false, 'another subject', { kind: 'eventGrid', subjectBeginsWith: '/queues/' }],
    [false, 'no event, being a queue', { kind: 'queue', queue: 'q' }],
  ])('%s: %s', (expected, _, more) => expect(triggerFits(trigger(more), blob)).toBe(expected));

  test('no blob that was deleted', () =>
    expect(triggerFits(trigger({}), { ...blob, type: 'Microsoft.Storage.BlobDeleted' })).toBe(false));
});

describe('the input that an event becomes', () => {
  const event = { id: '1', parts: { body: { text: 'good', n: 2 }, id: '1' } };
  const queue = (input?: unknown): JobTrigger => ({ name: 't', kind: 'queue', queue: 'q', input });

  test('is the body of a message without a template, and the whole event otherwise', () => {
    expect(eventInput(queue(), event)).toEqual({ kind: 'input', value: { text: 'good', n: 2 } });
    const scheduled: JobTrigger = { name: 't', kind: 'schedule', cron: '* * * * *', whenRunning: 'skip' };
    expect(eventInput(scheduled, event)).toEqual({ kind: 'input', value: event.parts });
  });

  test('takes parts of it by the template', () => {
    const template = { text: '{body.text}', label: 'message {id}', n: '{body.n}', fixed: [1, '{other}'] };
    expect(eventInput(queue(template), event)).toEqual({
      kind: 'input',
      value: { text: 'good', label: 'message 1', n: 2, fixed: [1, '{other}'] },
    });
  });

  test('does not exist where no history can hold the event', () => {
    const body = JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`) as unknown;
    expect(eventInput(queue(), { id: '1', parts: { body } })).toEqual({
      kind: 'unfit',
      reason: 'Of the event, "body.0.0" is nested more than 48 levels deep.',
    });
  });

  test('does not exist where the event lacks a part, and all that it lacks are named', () => {
    const outcome = eventInput(queue({ a: '{body.title}', b: '{body.lines.0}' }), event);
    expect(outcome).toEqual({
      kind: 'unfit',
      reason: 'The event has no {body.title}, {body.lines.0}, which the trigger\'s "input" asks for.',
    });
  });
});
