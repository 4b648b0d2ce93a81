import { systemClock } from '../clock.ts';
import { onStopSignals } from '../stop-signals.ts';
import { consoleLog } from './console-log.ts';
import { type HostArguments, parseHostArguments, UsageError, usage } from './host-arguments.ts';
import { forkHost } from './process/fork-host.ts';
import { HostKeeper } from './process/host-keeper.ts';
import { serveStorageTo } from './process/serve-storage.ts';
import { WaitingRoom } from './process/waiting-room.ts';
import { readLocalSettings } from './settings/local-settings.ts';
import { DevelopmentStorage } from './storage/development-storage.ts';
import { watchApp } from './watch/watch-app.ts';

const host = '127.0.0.1';
const defaultPort = 7071;

/**
 * `npm run host -- APPDIR`: serves one app until SIGINT or SIGTERM. Exit codes: 0 ended, 1 failed, 2 wrong arguments. This
 * process keeps the port and knows nothing of the app, which runs in a process of its own that can be replaced.
 */
async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const given = parseHostArguments(args, process.cwd(), process.env.INIT_CWD);
  const { port } = await readLocalSettings(given.appDirectory);
  const room = await WaitingRoom.open(host, given.port ?? port ?? defaultPort);
  keepHost(given, room);
}

function keepHost(given: HostArguments, room: WaitingRoom): void {
  const sink = consoleLog((line) => process.stderr.write(line), systemClock.now, given.verbose);
  const log = (level: 'information' | 'warning' | 'error', message: string): void =>
    sink({ level, category: 'host', message });
  const storage = new DevelopmentStorage({ dataDirectory: given.dataDirectory, log });
  const keeper = new HostKeeper({
    fork: () => serveStorageTo(forkHost(given), storage),
    room,
    clock: systemClock,
    log,
    watches: given.watch,
    forksEarly: given.inspect === undefined,
    onReady: () => process.stdout.write(`Ready: http://${host}:${room.port}\n`),
    onEnd: (exitCode) => void storage.stop().finally(() => process.exit(exitCode)),
  });
  if (given.watch)
    watchApp({
      directory: given.appDirectory,
      ignored: given.dataDirectory,
      clock: systemClock,
      onChange: (files) => keeper.reload(changeLine(files)),
      onProblem: (reason) => log('warning', `Changes of the app's files may go unnoticed: ${reason}`),
    });
  onStopSignals(() => keeper.stop());
  keeper.start();
}

const shownFiles = 3;

function changeLine(files: readonly string[]): string {
  const more = files.length - shownFiles;
  return `Changed: ${files.slice(0, shownFiles).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

main(process.argv.slice(2)).catch((error) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${reason}\n${error instanceof UsageError ? `\n${usage}` : ''}`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
