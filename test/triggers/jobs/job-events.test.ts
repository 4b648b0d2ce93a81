import { beforeEach, describe, expect, test } from 'vitest';
import { TriggerBench } from '../../support/trigger-bench.ts';

const spec = { containers: [{ name: 'main', image: 'demo/score:1' }] };

let bench: TriggerBench;
beforeEach(() => {
  bench = new TriggerBench();
});

function useJobs(triggers: Record<string, object>): void {
  bench.catalogText = JSON.stringify({ jobs: { score: { spec, triggers } } });
}

/** The inputs of the runs that were started. */
function inputs(): unknown[] {
  return bench.runs.started.map(({ input }) => (input as { input?: { value: unknown } }).input?.value);
}

describe('a message of a queue', () => {
  const message = { id: 'm-1', body: { text: 'good' }, insertedAt: '2026-01-01T00:00:00.000Z' };

  test('starts one run of each job that listens, however often it is delivered', async () => {
    useJobs({ inbox: { kind: 'queue', queue: 'texts' }, other: { kind: 'queue', queue: 'others' } });
    await bench.queueMessage('texts', message);
    await bench.queueMessage('texts', message);
    expect(inputs()).toEqual([{ text: 'good' }]);
    await bench.queueMessage('texts', { ...message, id: 'm-2' });
    expect(bench.runs.started).toHaveLength(2);
  });

  test('is kept with the reason when it does not fit, and tried again when the template was mended', async () => {
    useJobs({ inbox: { kind: 'queue', queue: 'texts', input: { text: '{body.title}' } } });
    await bench.queueMessage('texts', message);
    expect(bench.runs.started).toEqual([]);
    const { body } = await bench.call('GET', '/api/rejected-events');
    expect(body.events).toMatchObject([{ job: 'score', trigger: 'inbox', cause: 'queue' }]);
    const [{ id, reason }] = body.events as [{ id: string; reason: string }];
    expect(reason).toContain('{body.title}');
    expect((await bench.call('POST', `/api/rejected-events/${id}/retry`)).status).toBe(409);

    useJobs({ inbox: { kind: 'queue', queue: 'texts', input: { title: '{body.text}' } } });
    bench.clock.advanceBy(2_000);
    const answer = await bench.call('POST', `/api/rejected-events/${id}/retry`);
    expect(answer.status).toBe(202);
    expect(inputs()).toEqual([{ title: 'good' }]);
    expect((await bench.call('GET', '/api/rejected-events?cursor=%00')).status).toBe(400);
    expect((await bench.call('GET', '/api/rejected-events')).body.events).toEqual([]);
    expect((await bench.call('POST', `/api/rejected-events/${id}/retry`)).status).toBe(404);
  });

  test('that no job wants any more is kept, too', async () => {
    useJobs({});
    await bench.queueMessage('texts', message);
    const { body } = await bench.call('GET', '/api/rejected-events');
    const event = { parts: { body: { text: 'good' } } };
    expect(body.events).toMatchObject([{ id: 'queue-texts-m-1', event }]);
  });

  test('goes back to the queue when the storage does not answer', async () => {
    useJobs({ inbox: { kind: 'queue', queue: 'texts' } });
    bench.runIndex.add = async () => {
      throw new Error('The storage is out, as the test wants it.');
    };
    await expect(bench.queueMessage('texts', message)).rejects.toThrow('storage is out');
  });
});

describe('an event of Event Grid', () => {
  const data = { url: 'https://acme.blob.core.windows.net/inbox/a.txt', contentLength: 3 };
  const blobCreated = {
    id: 'e-1',
    topic: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/acme',
    subject: '/blobServices/default/containers/inbox/blobs/a.txt',
    eventType: 'Microsoft.Storage.BlobCreated',
    eventTime: '2026-01-01T00:00:00.000Z',
    data,
  };

  test('of a blob starts the jobs that wait for it, once', async () => {
    useJobs({
      files: { kind: 'blob', container: 'inbox', suffix: '.txt', input: { url: '{url}', name: '{name}' } },
      tables: { kind: 'blob', container: 'inbox', suffix: '.csv' },
    });
    await bench.gridEvent(blobCreated);
    await bench.gridEvent(blobCreated);
    expect(inputs()).toEqual([{ url: data.url, name: 'a.txt' }]);
  });

  test('means the same as a cloud event, and is passed over when it is none', async () => {
    useJobs({
      any: { kind: 'eventGrid', types: ['acme.done'], input: { was: '{data.n}', of: '{subject}' } },
    });
    const cloudEvent = { id: 'c', type: 'acme.done', source: '/acme', subject: 's', data: { n: 1 } };
    await bench.gridEvent(cloudEvent);
    expect(inputs()).toEqual([{ was: 1, of: 's' }]);
    await bench.gridEvent('nonsense');
    expect(bench.logged.join()).toContain('without an id');
  });
});

describe('a schedule', () => {
  const pass = (minutes: number): void => void bench.clock.advanceBy(minutes * 60_000);
  beforeEach(() =>
    useJobs({ hourly: { kind: 'schedule', cron: '0 * * * *', input: { at: '{scheduledAt}' } } }),
  );

  test('starts nothing that was due before it existed, and then each due time once', async () => {
    await bench.schedules();
    expect(bench.runs.started).toEqual([]);
    pass(61);
    await bench.schedules();
    await bench.schedules();
    expect(inputs()).toEqual([{ at: '2026-01-01T01:00:00.000Z' }]);
  });

  test('starts a due time once although what was written down about it was lost', async () => {
    await bench.schedules();
    const before = await bench.scheduleNotes.read();
    pass(61);
    await bench.schedules();
    await bench.scheduleNotes.write(before);
    await bench.schedules();
    expect(bench.runs.started).toHaveLength(1);
  });

  test('skips while the run before goes on', async () => {
    await bench.schedules();
    pass(60);
    await bench.schedules();
    pass(60);
    await bench.schedules();
    expect(bench.runs.started).toHaveLength(1);
    expect(bench.logged.join()).toContain('2026-01-01T02:00:00.000Z is skipped');
    bench.runs.add(bench.runs.started[0]?.id ?? '', 'runJob', { runtimeStatus: 'Completed' });
    pass(60);
    await bench.schedules();
    expect(bench.runs.started).toHaveLength(2);
  });

  test('takes nothing from the others when one fails', async () => {
    const every = { kind: 'schedule', cron: '0 * * * *' };
    useJobs({ a: { ...every, input: { wrong: '{schedule}' } }, b: every });
    await bench.schedules();
    pass(60);
    const { start } = bench.runs;
    bench.runs.start = async (name, run) => {
      bench.runs.start = start;
      throw new Error(`The hub is out for ${name} ${run.id}, as the test wants it.`);
    };
    await bench.schedules();
    expect(inputs()).toMatchObject([{ schedule: 'b' }]);
    await bench.schedules();
    expect(bench.runs.started).toHaveLength(2);
  });

  test('begins anew when it is changed', async () => {
    await bench.schedules();
    useJobs({ hourly: { kind: 'schedule', cron: '30 * * * *', timeZone: 'Asia/Kolkata' } });
    pass(60);
    await bench.schedules();
    expect(bench.runs.started).toEqual([]);
    pass(60);
    await bench.schedules();
    expect(inputs()).toMatchObject([{ schedule: 'hourly', timeZone: 'Asia/Kolkata' }]);
  });
});
