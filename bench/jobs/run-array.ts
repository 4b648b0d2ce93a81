import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemCounts } from '../../contract/job-items.ts';
import { type BenchCloud, image } from './bench-cloud.ts';

export type ArrayFigures = {
  status: string;
  counts: ItemCounts;
  wallMs: number;
  /** Of each job all but the process itself. */
  overheadsMs: number[];
  /** How many jobs took more than one container group. */
  retried: number;
  /** Items that ran to success more than once, or not as often as they are said to. */
  wrong: string[];
  groupsLeft: string[];
};

type ArrayView = { status: string; counts?: ItemCounts };
type ItemView = {
  id: string;
  status: string;
  startedAt: string;
  endedAt: string;
  attempts: number;
  output?: { startedAt: number; endedAt: number };
};

/** Seldom enough that looking takes no time from the jobs. */
const lookMs = 500;

/** Longer than any array of the bench may take: retries and all. */
const limitMs = 15 * 60_000;

const spec = {
  containers: [{ name: 'main', image, cpu: 0.5, memoryGb: 0.5 }],
  provisioningDeadlineSeconds: 10,
  retries: { attempts: 6 },
};

/** Runs one array of small jobs to its end. `during` is called again and again meanwhile, with how many have ended. */
export async function runArray(
  cloud: BenchCloud,
  seconds: readonly number[],
  parallelism: number,
  during: (ended: number) => Promise<void> = async () => {},
): Promise<ArrayFigures> {
  const began = performance.now();
  const started = await cloud.api<{ id: string }>('POST', 'jobs', { spec, array: seconds, parallelism });
  if (!started) throw new Error('The array was not started.');
  let view: ArrayView | undefined;
  do {
    if (performance.now() - began > limitMs)
      throw new Error(`The array has not ended: ${JSON.stringify(view)}`);
    await sleep(lookMs);
    const now = await cloud.api<ArrayView>('GET', `runs/${started.id}`);
    if (now) view = now;
    const { pending = seconds.length, running = 0 } = view?.counts ?? {};
    await during(seconds.length - pending - running);
  } while (!view || view.status === 'running' || view.status === 'pending');
  const wallMs = performance.now() - began;

  const items = await itemsOf(cloud, started.id);
  const successes = cloud.takeSuccesses();
  const wrong = items
    .filter(({ id, status }) => (successes.get(nameOf(id)) ?? 0) !== (status === 'succeeded' ? 1 : 0))
    .map(({ id, status }) => `${nameOf(id)} ${status}, ${successes.get(nameOf(id)) ?? 0} times`);
  return {
    status: view.status,
    counts: view.counts as ItemCounts,
    wallMs,
    overheadsMs: items.flatMap(({ startedAt, endedAt, output }) =>
      output ? [Date.parse(endedAt) - Date.parse(startedAt) - (output.endedAt - output.startedAt)] : [],
    ),
    retried: items.filter(({ attempts }) => attempts > 1).length,
    wrong:
      items.length === seconds.length ? wrong : [`${items.length} of ${seconds.length} are listed`, ...wrong],
    groupsLeft: await cloud.groupsLeft(60),
  };
}

function nameOf(id: string): string {
  return id.split('-').at(-1) ?? '';
}

async function itemsOf(cloud: BenchCloud, id: string): Promise<ItemView[]> {
  const items: ItemView[] = [];
  let cursor: string | undefined;
  do {
    const query: string = cursor ? `&cursor=${cursor}` : '';
    const page = await cloud.api<{ items: ItemView[]; cursor?: string }>(
      'GET',
      `runs/${id}/items?top=200${query}`,
    );
    items.push(...(page?.items ?? []));
    cursor = page?.cursor;
  } while (cursor);
  return items;
}
