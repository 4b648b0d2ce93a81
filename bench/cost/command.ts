/** `npm run bench:cost`: what a publish and a job ask of a storage account on the real Durable extension, and an idle app. */
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '../../local/cost/measured-operations.ts';
import { hasDotnet } from '../../test/oracle/build-oracle.ts';
import { OracleCloud } from '../../test/oracle/oracle-cloud.ts';
import { startAzurite } from '../../test/oracle/start-azurite.ts';
import { post, push } from '../../test/support/sample-site.ts';
import { countedStorage } from './counted-storage.ts';

type Counts = Partial<Record<Operation, number>>;

const idleSeconds = 30;
const times = 3;
/** Timers that would come by in the middle; they are counted as an idle app's own. */
const never = '0 0 0 1 1 *';

if (!hasDotnet()) {
  process.stderr.write('bench:cost needs the .NET 10 SDK for the real Durable extension; there is none.\n');
  process.exit(1);
}
const azurite = await startAzurite();
const storage = await countedStorage(azurite.connectionString);
const cloud = await OracleCloud.start(
  { 'demo/quick:1': { command: ['/bin/sh', '-c', 'echo "$SLIPWAY_INPUT"'] } },
  {
    storage: {
      connectionString: storage.connectionString,
      stop: async () => {
        await storage.stop();
        await azurite.stop();
      },
    },
    env: { SLIPWAY_SWEEP_SCHEDULE: never, SLIPWAY_CLEAN_UP_SCHEDULE: never },
  },
);
try {
  await publish(0);
  await job();
  await sleep(3_000);
  storage.take();
  await sleep(idleSeconds * 1_000);
  const idle = storage.take();
  const measured = {
    publish: await measure(idle, (n) => publish(n)),
    job: await measure(idle, () => job()),
  };
  process.stdout.write(`${JSON.stringify({ idlePerMinute: perMinute(idle), ...measured }, undefined, 2)}\n`);
  const file = new URL('../results/cost.json', import.meta.url);
  await writeFile(file, `${JSON.stringify(measured, undefined, 2)}\n`);
} finally {
  await cloud.stop();
}

async function publish(n: number): Promise<string> {
  const sha = await push(cloud.directory, { 'content/posts/cost.md': post(`Cost ${n}`, `Words ${n}.`) });
  const { id } = await cloud.publishOf(sha);
  await cloud.ended(id);
  await cloud.containerGroupsAreGone();
  return id;
}

async function job(): Promise<string> {
  const body = { spec: { containers: [{ name: 'main', image: 'demo/quick:1' }] }, input: 1 };
  const { id } = (await (await cloud.api('POST', 'jobs', body)).json()) as { id: string };
  await cloud.ended(id);
  await cloud.containerGroupsAreGone();
  return id;
}

/** The mean of several, without what an idle app would have asked for in that time. */
async function measure(idle: Counts, run: (n: number) => Promise<string>) {
  const sum: Counts = {};
  const events: Record<string, number> = {};
  for (let n = 1; n <= times; n++) {
    storage.take();
    const from = performance.now();
    const id = await run(n);
    const seconds = (performance.now() - from) / 1_000;
    for (const [name, count] of Object.entries(storage.take()) as Array<[Operation, number]>) {
      const idles = ((idle[name] ?? 0) * seconds) / idleSeconds;
      sum[name] = (sum[name] ?? 0) + Math.max(0, count - idles) / times;
    }
    for (const [type, count] of Object.entries(await historyOf(id)))
      events[type] = (events[type] ?? 0) + count / times;
  }
  return { operations: rounded(sum), history: rounded(events) };
}

/** How many events of each type the run and those that it started have, by their ids. */
async function historyOf(id: string): Promise<Record<string, number>> {
  const hub = `${cloud.origin}/runtime/webhooks/durabletask/instances`;
  const counts: Record<string, number> = {};
  const list = (await (await fetch(`${hub}?top=1000`)).json()) as Array<{ instanceId: string }>;
  for (const { instanceId } of list.filter((each) => each.instanceId.includes(id))) {
    const url = `${hub}/${encodeURIComponent(instanceId)}?showHistory=true`;
    const { historyEvents = [] } = (await (await fetch(url)).json()) as {
      historyEvents?: Array<{ EventType: string }>;
    };
    for (const { EventType } of historyEvents) counts[EventType] = (counts[EventType] ?? 0) + 1;
  }
  return counts;
}

function rounded(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([, count]) => count >= 0.5)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, count]) => [name, Math.round(count)]),
  );
}

function perMinute(counts: Counts): Record<string, number> {
  return rounded(
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, (count * 60) / idleSeconds])),
  );
}
