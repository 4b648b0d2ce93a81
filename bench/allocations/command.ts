/** Times allocations at a fleet of 1,000 servers, and makes 10,000 while the Functions host is killed. See bench/README.md. */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { writeSection } from '../benchmarks-file.ts';
import { allocateOverHttp } from './allocate-over-http.ts';
import { allocationsReport } from './report.ts';
import { azuriteStorage, type BenchStorage, localStorage } from './storages.ts';
import { timeCallers } from './time-callers.ts';

const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '1000' },
    callers: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '120' },
    allocations: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const [servers, callers, rounds, allocations, kills] = [
  values.servers,
  values.callers,
  values.rounds,
  values.allocations,
  values.kills,
].map(Number) as [number, number, number, number, number];

const storages = { Azurite: azuriteStorage, 'the local cloud': localStorage };
const loads: number[] = [];

async function on<Figures>(
  storage: keyof typeof storages,
  title: string,
  work: (connectionString: string) => Promise<Figures>,
): Promise<Figures & { storage: string }> {
  process.stdout.write(`${title}, ${storage} ...\n`);
  const started: BenchStorage = await storages[storage]();
  try {
    const figures = await work(started.connectionString);
    loads.push(loadavg()[0] ?? 0);
    return { ...figures, storage };
  } finally {
    await started.stop();
  }
}

const timed = [];
for (const storage of ['Azurite', 'the local cloud'] as const)
  for (const sessionsPerServer of [16, 8])
    timed.push(
      await on(storage, `${sessionsPerServer} places a server`, (connection) =>
        timeCallers(connection, { servers, sessionsPerServer, callers, rounds }),
      ),
    );
const overHttp = { servers, sessionsPerServer: 16 };
const http = await on('the local cloud', 'Over HTTP', (connection) =>
  allocateOverHttp(connection, { ...overHttp, callers, allocations: callers * rounds, kills: 0 }),
);
const killed = await on('the local cloud', 'The host is killed', (connection) =>
  allocateOverHttp(connection, { ...overHttp, callers: 200, allocations, kills }),
);
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}`;
const report = allocationsReport({ machine, loads, timed, http, killed });
process.stdout.write(`\n${report}\n`);
if (values.write) writeSection('allocations', report);
process.exitCode = [...timed, http, killed].some(({ problems }) => problems.length > 0) ? 1 : 0;
