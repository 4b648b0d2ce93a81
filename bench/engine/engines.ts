export type Work =
  | 'latency'
  | 'throughput'
  | 'fanOut'
  | 'survival'
  | 'history'
  | 'waiting'
  | 'plainHttp'
  | 'inFlight';

export type Engine = {
  name: string;
  /** Its file in engines/. */
  program: string;
  /** The server that keeps its state. */
  server?: 'postgres' | 'redis';
  /** A command that it cannot do without. */
  needs?: string;
  state: string;
  survives: string;
  works: readonly Work[];
  /** The largest fan-out that it is asked for; none: any. */
  fanOutLimit?: number;
};

const all: readonly Work[] = ['latency', 'throughput', 'fanOut', 'survival'];

/** Who is measured, at what, and what each engine promises. */
export const engines: readonly Engine[] = [
  {
    name: 'ours, as a library',
    program: 'ours-library',
    state: 'SQLite, WAL',
    survives: 'kill -9; a power cut may take the last moments',
    works: ['latency', 'throughput', 'fanOut', 'survival', 'history', 'waiting'],
  },
  {
    name: 'ours, npm run host',
    program: 'ours-host',
    state: 'SQLite, WAL; asked over HTTP',
    survives: 'kill -9; a power cut may take the last moments',
    works: ['latency', 'throughput', 'fanOut', 'survival', 'waiting', 'plainHttp', 'inFlight'],
  },
  {
    name: 'Durable Task SDK, in memory',
    program: 'durabletask-js',
    state: 'memory',
    survives: 'nothing',
    works: ['latency', 'throughput', 'fanOut'],
    fanOutLimit: 500,
  },
  {
    name: 'OpenWorkflow, SQLite',
    program: 'openworkflow-sqlite',
    state: 'SQLite, WAL, synced',
    survives: 'kill -9 and power cut',
    works: all,
    fanOutLimit: 500,
  },
  {
    name: 'OpenWorkflow, Postgres',
    program: 'openworkflow-postgres',
    server: 'postgres',
    state: 'Postgres',
    survives: 'kill -9 and power cut',
    works: all,
    fanOutLimit: 500,
  },
  {
    name: 'DBOS',
    program: 'dbos',
    server: 'postgres',
    state: 'Postgres',
    survives: 'kill -9 and power cut',
    works: all,
    fanOutLimit: 500,
  },
  {
    name: 'miniflare Workflows',
    program: 'miniflare',
    state: 'SQLite in workerd',
    survives: 'kill -9',
    works: all,
    fanOutLimit: 500,
  },
  {
    name: 'BullMQ flows',
    program: 'bullmq',
    server: 'redis',
    state: 'Redis, log synced each second',
    survives: 'kill -9 of the app; a power cut takes a second',
    works: ['latency', 'throughput', 'fanOut'],
    fanOutLimit: 500,
  },
  {
    name: 'Durable extension 3.19, Azurite',
    program: 'real-extension',
    needs: 'dotnet',
    state: 'Azurite in memory here',
    survives: 'kill -9; an activity in flight runs again after 5 minutes',
    works: ['latency', 'throughput', 'fanOut'],
    fanOutLimit: 500,
  },
];
