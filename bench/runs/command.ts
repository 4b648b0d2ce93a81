/**
 * Fills the index of runs in the table storage of the local cloud and times `GET /api/runs` through its trigger: one process is
 * the storage, this one the app. See bench/README.md.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { HttpRequest } from '@azure/functions';
import { tableAccount } from '../../lib/azure/table-account.ts';
import { tableRunIndex } from '../../lib/azure/table-run-index.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import { Secret } from '../../lib/secret.ts';
import type { TriggerDependencies } from '../../triggers/dependencies.ts';
import { runList } from '../../triggers/runs/run-list.ts';
import { figure, median, quantile } from '../engine/statistics.ts';
import { fillIndex } from './fill-index.ts';

/** Before these everything is compiled, and connected, for the first time. */
const warmUps = 10;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    repeats: { type: 'string', default: '50' },
  },
});

type List = { runs: unknown[]; cursor?: string };

/** The trigger over the real index. All runs of the bench have ended, so the hub is not asked. */
function listing(connectionString: string): (query: string) => Promise<List> {
  const deps = {
    clock: { now: () => new Date(Date.UTC(2026, 11, 1)) },
    runIndex: tableRunIndex(tableAccount({ connectionString: new Secret(connectionString) })),
    settings: { publicUrl: 'https://slipway.test' },
  } as unknown as TriggerDependencies;
  const trigger = runList(deps);
  return async (query) => {
    const request = { query: new URLSearchParams(query) } as HttpRequest;
    const { jsonBody } = await trigger.handle(request, {} as Runs);
    // As the host does, so that the time for it counts.
    return JSON.parse(JSON.stringify(jsonBody)) as List;
  };
}

async function time(label: string, ask: () => Promise<List>): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let n = -warmUps; n < Number(values.repeats); n++) {
    const begin = performance.now();
    found = (await ask()).runs.length;
    if (n >= 0) times.push(performance.now() - begin);
  }
  const [middle, slow] = [median(times), quantile(times, 0.95)].map(figure);
  process.stdout.write(`${label.padEnd(44)} ${found} runs, median ${middle} ms, 95 % within ${slow} ms\n`);
}

const directory = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
const storage = fork(fileURLToPath(new URL('../sites/child/storage.mjs', import.meta.url)), [
  directory,
  'table',
]);
try {
  const [connectionString] = (await once(storage, 'message')) as [string];
  const begin = performance.now();
  await fillIndex(tableAccount({ connectionString: new Secret(connectionString) }), Number(values.runs));
  process.stdout.write(`${values.runs} runs, filled in ${figure((performance.now() - begin) / 1_000)} s\n`);

  const list = listing(connectionString);
  const page = async (number: number): Promise<string> => {
    let query = '';
    for (let n = 1; n < number; n++)
      query = `?cursor=${encodeURIComponent((await list(query)).cursor ?? '')}`;
    return query;
  };
  const third = await page(3);
  const queries = {
    'GET /api/runs': '',
    'the third page': third,
    'kind=publish': '?kind=publish',
    'kind=publishMany, one in 1,000': '?kind=publishMany',
    'site=site-7, one in 100': '?site=site-7',
    'status=failed, one in 50': '?status=failed',
    'status=running, none': '?status=running',
    'status=pending,running,failed': '?status=pending,running,failed',
    'kind=publishMany&status=failed, none': '?kind=publishMany&status=failed',
    'site=site-7&status=failed, none': '?site=site-7&status=failed',
    'prefix=publish-site-7-, one in 100': '?prefix=publish-site-7-',
  };
  for (const [label, query] of Object.entries(queries)) await time(label, () => list(query));
  process.stdout.write(`load of the machine: ${figure(loadavg()[0])} on ${cpus().length} cores\n`);
} finally {
  storage.kill();
  await rm(directory, { recursive: true, force: true });
}
