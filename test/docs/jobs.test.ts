import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ContainerGroupSpec } from '../../contract/container-specs.ts';
import type { ContainerEnd } from '../../contract/containers.ts';
import type { JobOutcome } from '../../contract/jobs.ts';
import { parseCatalog } from '../../lib/catalog/catalog.ts';
import { jobFields } from '../../lib/catalog/jobs/job-fields.ts';
import { jobSpecSchema } from '../../lib/catalog/jobs/job-spec-schema.ts';
import { nextAttempt } from '../../lib/decide/containers/next-attempt.ts';
import { aJob, aSpec } from '../support/builders.ts';
import { TriggerBench } from '../support/trigger-bench.ts';

const text = readFileSync('docs/jobs.md', 'utf8');

const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);

type Json = Record<string, unknown>;
const json = blocks('json').map((code) => JSON.parse(code) as Json);
const catalogs = json.filter((value) => 'jobs' in value);
const requests = json.filter(
  (value) => ['job', 'spec', 'graph', 'array'].some((key) => key in value) && !('kind' in value),
);

function aBench(): TriggerBench {
  const bench = new TriggerBench();
  bench.catalogText = JSON.stringify({ jobs: Object.assign({}, ...catalogs.map(({ jobs }) => jobs)) });
  const request = aJob();
  const report = {
    kind: 'succeeded',
    attempts: 1,
    containers: [],
    cost: { vcpuSeconds: 1, memoryGbSeconds: 1 },
  };
  bench.runs.add('RUN-ID', 'runJob', { input: request, output: report });
  return bench;
}

/** What a curl command of the document asks for; undefined for one inside a container. */
function asked(command: string) {
  const [, path] = /http:\/\/127\.0\.0\.1:7071(\/[^\s"]*)/.exec(command) ?? [];
  const [, body] = /-d '(.*?)'/s.exec(command) ?? [];
  const method = /-X (\w+)/.exec(command)?.[1] ?? 'GET';
  return path && { method, path: path.replace('RUN_ID', 'RUN-ID'), ...(body ? { body } : {}) };
}

const commands = blocks('sh')
  .flatMap((code) => code.replaceAll('\\\n', ' ').split('\n'))
  .filter((line) => line.startsWith('curl'));

/** The rows of the table whose head begins so, cell by cell. */
function rowsOf(head: string): string[][] {
  const [, body = ''] = text.split(`| ${head}`);
  const lines = body.split('\n').slice(2);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const named = (cell = ''): string[] => [...cell.matchAll(/`([\w[\].]+)`/g)].map(([, name = '']) => name);

describe('docs/jobs.md', () => {
  test('shows catalogs that are valid', () => {
    expect(catalogs.length).toBeGreaterThan(0);
    for (const catalog of catalogs) parseCatalog(JSON.stringify(catalog));
  });

  test.each(requests.map((body) => [JSON.stringify(body).slice(0, 60), body]))(
    'shows requests that are taken: %s',
    async (_, body) => {
      expect(await aBench().call('POST', '/api/jobs', { body })).toMatchObject({ status: 202 });
    },
  );

  test.each(commands.filter(asked))('shows commands that work: %s', async (command) => {
    const { method, path, ...call } = asked(command) as { method: string; path: string; body?: string };
    const bench = aBench();
    if (!path.includes('cancel'))
      bench.runs.add('RUN-ID', 'runJob', { ...bench.runs.records.get('RUN-ID'), runtimeStatus: 'Completed' });
    const { status } = await bench.call(method, path, call);
    expect([200, 202]).toContain(status);
  });

  test('shows what a container posts', async () => {
    const bench = aBench();
    bench.runs.add('c', 'runContainer');
    const expiresAt = new Date(bench.clock.now() + 60_000);
    const token = await bench.tokens.issue({ runId: 'c', attempt: 1, expiresAt });
    const bodies = [...text.matchAll(/'?(\{"kind": "(?:ended|progress)".*?\})['`]/g)].map(
      ([, body = '']) => body,
    );
    expect(bodies).toHaveLength(2);
    for (const body of bodies) {
      const answer = await bench.call('POST', '/api/callbacks/c', {
        body,
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status, body).toBe(202);
    }
  });

  test('shows a run as runs are shown', async () => {
    const shown = json.find(({ kind }) => kind === 'job') as Json & { output: unknown; containers: [] };
    const bench = aBench();
    const outcome = {
      kind: 'succeeded',
      attempts: shown.attempts,
      containers: shown.containers,
      output: { kind: 'inline', value: shown.output },
      cost: { vcpuSeconds: 2.1, memoryGbSeconds: 3.15 },
    } as unknown as JobOutcome;
    const second = (seconds: number): string =>
      new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
    const id = String(shown.id);
    bench.runs.add(id, 'runJob', {
      runtimeStatus: 'Completed',
      input: aJob(),
      output: outcome,
      customStatus: {
        kind: 'job',
        phases: [
          { phase: 'running', startedAt: second(0) },
          { phase: 'collecting', startedAt: second(11.3) },
          { phase: 'done', startedAt: second(11.4) },
        ],
      },
    });
    bench.runs.add(`${id}-container`, 'runContainer', { customStatus: { startedAt: second(9.2) } });
    const { cost, ...view } = (await bench.call('GET', `/api/runs/${id}`)).body;
    const { cost: shownCost, ...rest } = shown;
    expect(view).toMatchObject(rest);
    expect({ ...(cost as object), estimate: (shownCost as Json).estimate }).toEqual(shownCost);
  });

  const ends: Record<ContainerEnd['kind'], ContainerEnd> = {
    succeeded: { kind: 'succeeded' },
    failed: { kind: 'failed', container: 'main', exitCode: 1, message: '' },
    initContainerFailed: { kind: 'initContainerFailed', container: 'main', exitCode: 1, message: '' },
    outOfMemory: { kind: 'outOfMemory', container: 'main', message: '' },
    imageNotAccessible: { kind: 'imageNotAccessible', reason: 'notFound', message: '' },
    refused: { kind: 'refused', message: '' },
    capacity: { kind: 'capacity', message: '' },
    quota: { kind: 'quota', message: '' },
    stuckProvisioning: { kind: 'stuckProvisioning', message: '' },
    deadlineExceeded: { kind: 'deadlineExceeded', message: '' },
    cancelled: { kind: 'cancelled', message: '' },
    vanished: { kind: 'vanished', message: '' },
    killedByPlatform: { kind: 'killedByPlatform', message: '' },
    unavailable: { kind: 'unavailable', message: '', code: 'azure-unavailable' },
  };

  test('has every end of a job, and says which are tried again', () => {
    const rows = rowsOf('`end.kind`').map(([kind, , again = '']) => [
      named(kind)[0],
      again.startsWith('yes'),
    ]);
    const spec: ContainerGroupSpec = aSpec({ maxAttempts: 3 });
    const decided = Object.values(ends).map((end) => [end.kind, nextAttempt(spec, 1, end).kind === 'retry']);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(decided));
  });

  test('has the defaults of deadlines and retries', () => {
    const parsed = jobSpecSchema.parse({ containers: [{ name: 'main', image: 'demo/x:1' }] });
    for (const [field = '', value = ''] of rowsOf('field | default')) {
      const path = named(field)[0]?.split('.') ?? [];
      const found = path.reduce<unknown>((at, key) => (at as Json)[key], parsed);
      expect(String(found ?? 'none'), field).toBe(value);
    }
  });

  test('names every field of a job', () => {
    expect(Object.keys(jobFields).filter((field) => !text.includes(field))).toEqual([]);
  });
});
