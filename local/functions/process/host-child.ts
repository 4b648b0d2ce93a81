/** The process that is the host, below the one that keeps it: loads and serves the app when told to. */
import inspector from 'node:inspector';
import type { Socket } from 'node:net';
import type { FunctionsHost } from '../functions-host.ts';
import type { HostArguments } from '../host-arguments.ts';
import { runHost } from '../run-host.ts';
import type { FromHost, ToHost } from './messages.ts';
import { aliveEveryMs } from './silence-watch.ts';

const given = JSON.parse(process.argv[2] ?? '{}') as HostArguments;
const tell = (message: FromHost): void => void process.send?.(message);
/** Long enough for refused callers to read their answer. */
const failLimitMs = 500;

let take: (socket: Socket) => void = (socket) => void socket.destroy();
let host: FunctionsHost | undefined;
let storageReady: () => void = () => {};

async function start({ port, workerExit }: ToHost & { kind: 'start' }): Promise<void> {
  const connections = {
    port,
    onConnection(taker: (socket: Socket) => void) {
      take = taker;
    },
  };
  let activitiesFailed = 0;
  host = await runHost(given, {
    connections,
    workerExit,
    onActivitiesFailed(count) {
      activitiesFailed = count;
    },
    restart: () => tell({ kind: 'restartAsked' }),
    onUncaught: () => void crash(),
    developmentStorage: (services) =>
      new Promise((resolve) => {
        storageReady = resolve;
        tell({ kind: 'storageWanted', services: [...services] });
      }),
  });
  // A process at a breakpoint is not stuck.
  const functionTimeoutMs = given.inspect === undefined ? host.functionTimeoutMs : undefined;
  if (functionTimeoutMs !== undefined) setInterval(() => tell({ kind: 'alive' }), aliveEveryMs).unref();
  tell({ kind: 'ready', functions: host.listing, functionTimeoutMs, activitiesFailed });
}

async function handOver(): Promise<void> {
  const leave = await host?.handOver();
  // The next process wants its port.
  inspector.close();
  tell({ kind: 'released' });
  await leave?.();
  process.exit(0);
}

/** As when the real host's worker dies: what is in flight gets 500, and the next process goes on from what was stored. */
async function crash(): Promise<void> {
  setTimeout(() => process.exit(1), failLimitMs);
  await host?.failRequests();
  process.exit(1);
}

function failed(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.send?.({ kind: 'failed', reason } satisfies FromHost, () => process.exit(1));
}

// The app may end the process in the middle of a call: the caller shall not learn of it by a cut connection.
process.on('exit', () => host?.leaveAtOnce());
// Signals of a terminal reach the whole group; the keeper decides, and tells.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(1));
process.on('message', (message: ToHost, socket: unknown) => {
  if (message.kind === 'connection') {
    tell({ kind: 'taken', id: message.id });
    // Undefined when the caller has gone meanwhile.
    if (socket) take(socket as Socket);
  } else if (message.kind === 'start') void start(message).catch(failed);
  else if (message.kind === 'storageReady') storageReady();
  else if (message.kind === 'handOver') void handOver().catch(failed);
  else if (!host) process.exit(0);
  else
    void host.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
});
