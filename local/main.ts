/** The command behind `npm start`: the local cloud with the app on it, from the first line on the screen to the exit code. */
import { fileURLToPath } from 'node:url';
import { loadLibraries } from '../lib/azure/load-libraries.ts';
import { systemClock } from './clock.ts';
import { type CloudEventSink, jsonLines } from './cloud/cloud-event.ts';
import { type CommandLine, parseCommandLine, usage } from './cloud/command-line.ts';
import { type DataFolder, openDataFolder } from './cloud/data-folder.ts';
import { fetchPage } from './cloud/fetch-page.ts';
import { followCatalog } from './cloud/follow-catalog.ts';
import { FleetFollower } from './cloud/follow-fleets.ts';
import { PublishFollower } from './cloud/follow-publishes.ts';
import { LocalCloudError } from './cloud/local-cloud-error.ts';
import { type LogFile, openLogFile } from './cloud/log-file.ts';
import { choosePorts } from './cloud/ports.ts';
import { publishHeads } from './cloud/publish-heads.ts';
import { screen } from './cloud/screen.ts';
import { SlipwayApi } from './cloud/slipway-api.ts';
import { type Cloud, startCloud } from './cloud/start-cloud.ts';
import { startPlayers } from './cloud/start-players.ts';
import { watchDisk } from './cloud/watch-disk.ts';
import { writeProblem } from './cloud/write-problem.ts';
import { resolveLocalhostNames } from './resolve-localhost.ts';
import { onStopSignals } from './stop-signals.ts';

const sampleCatalog = fileURLToPath(new URL('../../samples/catalog.json', import.meta.url));

/** How long `--exit` may take in all. */
const exitLimitMs = 115_000;

const parsed = parseCommandLine(process.argv.slice(2));
if (parsed.kind === 'help') {
  console.log(usage);
} else if (parsed.kind === 'mistake') {
  console.error(`${parsed.message}\n\n${usage}`);
  process.exitCode = 2;
} else {
  await command(parsed.options);
}

async function command(options: CommandLine): Promise<void> {
  const tell = options.json ? jsonLines((line) => process.stdout.write(line)) : screen(process.stdout);
  let folder: DataFolder | undefined;
  let log: LogFile | undefined;
  let cloud: Cloud | undefined;
  let follower: PublishFollower | undefined;
  let fleets: FleetFollower | undefined;
  let stopPlayers = () => {};
  let disk: ReturnType<typeof watchDisk> | undefined;
  let ending: Promise<void> | undefined;

  const end = (exitCode: number): Promise<void> => {
    ending ??= (async () => {
      stopPlayers();
      follower?.stop();
      fleets?.stop();
      disk?.stop();
      await cloud?.stop();
      await log?.close();
      folder?.release();
      tell({ kind: 'stopped' });
      process.exit(exitCode);
    })();
    return ending;
  };
  onStopSignals(() => {
    // The second signal means it.
    if (ending) process.exit(130);
    void end(options.exit ? 1 : 0);
  });

  try {
    resolveLocalhostNames();
    folder = openDataFolder(options.dataDirectory, { reset: options.reset });
    log = openLogFile(folder.path('slipway.log'), (error) =>
      tell({
        kind: 'warning',
        message:
          `Nothing can be written to "${options.dataDirectory}": ${writeProblem(error)}. ` +
          'Publishes fail until it can be; what is saved is kept.',
      }),
    );
    disk = watchDisk({
      directory: options.dataDirectory,
      clock: systemClock,
      onLow: (megabytes) =>
        tell({
          kind: 'warning',
          message: `The disk that holds "${options.dataDirectory}" has ${megabytes} MB left. When it is full, publishes fail until there is room; what is saved is kept.`,
        }),
    });
    const ports = await choosePorts(options.port);
    const { containers, catalogFile = sampleCatalog } = options;
    cloud = await startCloud({ ports, folder, catalogFile, containers, log }, tell);
    const api = new SlipwayApi(cloud.origin);
    follower = new PublishFollower(api, systemClock, tell, new Date().toISOString());
    if (options.exit) systemClock.at(systemClock.now() + exitLimitMs, () => void giveUp(tell, end));
    follower.start();
    for (const message of cloud.problems) tell({ kind: 'warning', message });
    const live = await publishAndFetch(cloud, api, follower, tell);
    if (options.exit) await end(live ? 0 : 1);
    else {
      // A push right after a restart shall not wait for them; after a publish they are there already.
      await loadLibraries();
      showReady(cloud, ports.functions, tell);
      followCatalog(cloud, api, follower, tell, systemClock);
      fleets = new FleetFollower(api, systemClock, tell);
      fleets.start();
      if (cloud.fleets.length > 0) await api.lookAtFleets();
      stopPlayers = playersOf(options, cloud, tell);
    }
  } catch (error) {
    if (ending) return;
    const where = log ? ` The log is in "${log.path}".` : '';
    const message = error instanceof LocalCloudError ? error.message : `${(error as Error).stack}\n${where}`;
    tell({ kind: 'failed', message });
    await end(1);
  }
}

/** Publishes what is not live yet and fetches each site's front page; true when every page came. */
async function publishAndFetch(
  cloud: Cloud,
  api: SlipwayApi,
  follower: PublishFollower,
  tell: CloudEventSink,
): Promise<boolean> {
  // What a crash interrupted goes on by itself, and is what the heads would be compared with.
  const interrupted = await api.publishes({ status: 'pending,running' });
  const finished = await Promise.all(interrupted.map(({ id }) => follower.ended(id)));
  const runs = await publishHeads(cloud, cloud.repositories, follower, tell);
  let live = [...finished, ...runs].every((run) => run.status === 'succeeded');
  for (const { site } of cloud.repositories) {
    const page = await fetchPage(site.name, site.url);
    tell(page);
    live &&= page.status === 200;
  }
  return live;
}

/** Lets players come to the fleets, where they are asked for; answers how to end that. */
function playersOf({ players }: CommandLine, { origin, fleets }: Cloud, tell: CloudEventSink): () => void {
  if (players === undefined) return () => {};
  if (fleets.length === 0) {
    const message = 'No players come: the catalog has no fleets. Try --catalog samples/fleet.json.';
    tell({ kind: 'warning', message });
  }
  const stops = fleets.map((fleet) =>
    startPlayers({ origin, fleet, players }, (text) => tell({ kind: 'playersSaid', text })),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

function showReady(cloud: Cloud, port: number, tell: CloudEventSink): void {
  const workingCopies = new Map(cloud.repositories.map(({ site, workingCopy }) => [site.name, workingCopy]));
  tell({
    kind: 'ready',
    port,
    sites: cloud.sites.map(({ name, url }) => {
      const workingCopy = workingCopies.get(name);
      return { site: name, url, ...(workingCopy ? { workingCopy } : {}) };
    }),
    jobs: { names: cloud.jobs, url: `${cloud.origin}/api/jobs` },
    fleets: { names: cloud.fleets, url: `${cloud.origin}/api/fleets` },
    runs: `${cloud.origin}/api/runs`,
    health: `${cloud.origin}/api/health`,
    storage: cloud.storageConnectionString,
  });
}

async function giveUp(tell: CloudEventSink, end: (exitCode: number) => Promise<void>): Promise<void> {
  tell({ kind: 'failed', message: `The page was not live within ${exitLimitMs / 1_000} seconds.` });
  await end(1);
}
