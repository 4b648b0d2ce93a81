/** The app's process while it promotes one release: its activities over the real adapters, as many at once as the orchestrator calls. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ActivityDependencies } from '../../../activities/dependencies.ts';
import { createActivities } from '../../../activities/index.ts';
import type { PromotionPart } from '../../../contract/releases.ts';
import { azureAdapters } from '../../../lib/azure/azure-adapters.ts';
import { forEachConcurrently } from '../../../lib/for-each-concurrently.ts';
import type { Invocation } from '../../../lib/ports/invocation.ts';
import { Secret } from '../../../lib/secret.ts';
import { site } from '../fill-store.ts';
import { inWords, type PromotionFigures } from '../promotion-figures.ts';

const chunksAtOnce = 8;
const parts: PromotionPart[] = ['assets', 'pages', 'removals'];

const [connectionString = '', release = ''] = process.argv.slice(2);
const clock = { now: () => new Date() };
const storage = { connectionString: new Secret(connectionString) };
const adapters = azureAdapters({ storage } as unknown as Parameters<typeof azureAdapters>[0], clock);
const activities = createActivities({ ...adapters, clock } as unknown as ActivityDependencies);
const runs = { stateOf: async () => 'ended' } as unknown as Invocation['runs'];
const invocation: Invocation = { runs, log: () => undefined };
const target = {
  site,
  lane: 'production',
  container: `site-${site}`,
  prefix: '',
  url: 'https://large.example.com/',
  cdn: { kind: 'none' },
} as const;

const runId = `promote-${release}`;
const requestedAt = clock.now().toISOString();
await adapters.checkStorage();

const progressEveryMs = 30_000;
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const rssMb = (): number => process.memoryUsage.rss() / 1024 / 1024;

const figures: PromotionFigures = {
  ...{ seconds: 0, processorSeconds: 0, planSeconds: 0, chunksDone: 0 },
  ...{ rssAtStartMb: rssMb(), rssPeakMb: rssMb(), longestBlockMs: 0, longestBlockProcessorMs: 0 },
};
const processorAtStart = processorMs();
const begun = performance.now();
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let processorBefore = processorAtStart;
let toldMs = begun;
const watch = setInterval(() => {
  const processor = processorMs();
  figures.longestBlockProcessorMs = Math.max(figures.longestBlockProcessorMs, processor - processorBefore);
  processorBefore = processor;
  figures.processorSeconds = (processor - processorAtStart) / 1_000;
  figures.seconds = (performance.now() - begun) / 1_000;
  figures.rssPeakMb = Math.max(figures.rssPeakMb, rssMb());
  figures.longestBlockMs = delay.max / 1e6;
  if (performance.now() - toldMs < progressEveryMs) return;
  toldMs = performance.now();
  process.stderr.write(`${inWords(`${release} so far`, figures)}\n`);
}, 10);

const mine = { target, runId };
const commit = 'c0ffee'.padEnd(40, '0');
await activities.claimPromotion({ ...mine, release, commit, requestedAt }, invocation);
const rules = { maxDeletions: 1e6, assetGraceMinutes: 60, force: false, deleteAssetsAtOnce: false };
const plan = await activities.planPromotion({ ...mine, ...rules }, invocation);
if (plan.kind !== 'planned') throw new Error(plan.message);
figures.planSeconds = (performance.now() - begun) / 1_000;
for (const part of parts) {
  const chunks = Array.from({ length: plan.chunks[part] }, (_, chunk) => chunk);
  await forEachConcurrently(chunks, chunksAtOnce, async (chunk) => {
    const result = await activities.applyPromotionChunk({ ...mine, part, chunk }, invocation);
    if (result.kind === 'failed') throw new Error(result.message);
    figures.chunksDone++;
  });
}
await activities.completePromotion(mine, invocation);

// One more look at everything, then the end.
await new Promise((resolve) => setTimeout(resolve, 50));
clearInterval(watch);
delay.disable();
process.send?.(figures);
process.disconnect?.();
