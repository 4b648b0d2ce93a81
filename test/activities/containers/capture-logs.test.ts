import { describe, expect, test } from 'vitest';
import { captureLogs } from '../../../activities/containers/capture-logs.ts';
import type { ActivityDependencies } from '../../../activities/dependencies.ts';
import type { Containers } from '../../../lib/ports/containers.ts';
import { anInvocation } from '../../support/an-invocation.ts';
import { FakeRunDocuments } from '../../support/fakes/fake-run-documents.ts';

const noRuns = anInvocation();
const input = { group: 'group', runId: 'run', attempt: 1, containers: ['main'] };

/** The activity over a container whose log is `log.text`, or cannot be read. */
function aCapture(log: { text?: string; broken?: boolean }) {
  const documents = new FakeRunDocuments();
  const containers: Pick<Containers, 'readLog'> = {
    async readLog() {
      if (log.broken) throw new Error('The service is away.');
      return log.text;
    },
  };
  const activity = captureLogs({ containers, documents } as unknown as ActivityDependencies);
  return { documents, capture: () => activity(input, noRuns) };
}

describe('capturing a log', () => {
  test('archives what is new, once', async () => {
    const log = { text: 'one\n' };
    const { capture, documents } = aCapture(log);
    expect(await capture()).toEqual({ kind: 'captured', bytes: 4 });
    expect(await capture()).toEqual({ kind: 'captured', bytes: 4 });
    log.text += 'grün\n';
    expect(await capture()).toEqual({ kind: 'captured', bytes: 10 });
    expect(await documents.readLog('run')).toBe('one\ngrün\n');
  });

  test('keeps every line of a log that repeats itself', async () => {
    const log = { text: '' };
    const { capture, documents } = aCapture(log);
    for (const count of [500, 700, 1_000]) {
      log.text = 'waiting\n'.repeat(count);
      await capture();
    }
    expect(await documents.readLog('run')).toBe('waiting\n'.repeat(1_000));
  });

  test('keeps the containers of a group apart, and one that cannot be read from nobody', async () => {
    const documents = new FakeRunDocuments();
    const containers: Pick<Containers, 'readLog'> = {
      async readLog(_group, container) {
        if (container === 'broken') throw new Error('The service is away.');
        return `of ${container}\n`;
      },
    };
    const activity = captureLogs({ containers, documents } as unknown as ActivityDependencies);
    const names = ['broken', 'web', 'helper'];
    expect((await activity({ ...input, containers: names }, noRuns)).kind).toBe('notCaptured');
    expect(await documents.readLog('run')).toBe(
      '==> helper (attempt 1) <==\nof helper\n==> web (attempt 1) <==\nof web\n',
    );
  });

  test('is content when there is no log yet', async () => {
    expect(await aCapture({}).capture()).toEqual({ kind: 'captured', bytes: 0 });
  });

  test('says so when the log cannot be read, and fails nothing', async () => {
    const outcome = await aCapture({ broken: true }).capture();
    expect(outcome).toEqual({ kind: 'notCaptured', message: 'The service is away.' });
  });
});
