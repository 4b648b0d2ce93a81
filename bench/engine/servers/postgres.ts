import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../../../test/oracle/free-ports.ts';
import { findProgram } from './find-program.ts';
import { answers, type Server } from './server.ts';

/** The part of `pg` that is used here; it is installed with the peers and so not known to the compiler. */
type PgModule = {
  Client: new (
    url: string,
  ) => {
    connect(): Promise<void>;
    query(text: string): Promise<{ rows: Record<string, string>[] }>;
    end(): Promise<void>;
  };
};

/** The server at DATABASE_URL, or a private one of this machine's Postgres; undefined when there is neither. */
export async function startPostgres(): Promise<Server | undefined> {
  const given = process.env.DATABASE_URL;
  if (given) return serverAt(given, async () => {});
  const programs = { initdb: findProgram('initdb'), postgres: findProgram('postgres') };
  if (!programs.initdb || !programs.postgres) return undefined;

  const directory = mkdtempSync(join(tmpdir(), 'bench-postgres-'));
  // Postgres refuses to run as root; Debian's package brings a user for it.
  const identity: { uid?: number; gid?: number } = process.getuid?.() === 0 ? userNamed('postgres') : {};
  if (identity.uid !== undefined && identity.gid !== undefined)
    chownSync(directory, identity.uid, identity.gid);
  const data = join(directory, 'data');
  await promisify(execFile)(
    programs.initdb,
    ['--pgdata', data, '--username', 'bench', '--auth', 'trust', '--encoding', 'UTF8'],
    { ...identity, cwd: directory },
  );
  const [port = 0] = await freePorts(1);
  const server = spawn(
    programs.postgres,
    ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', directory],
    { ...identity, cwd: directory, stdio: 'ignore' },
  );
  const exited = once(server, 'exit');
  const stop = async (): Promise<void> => {
    // At once: what it held is thrown away.
    server.kill('SIGQUIT');
    await exited;
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await answers(port);
    return await serverAt(`postgresql://bench@127.0.0.1:${port}/postgres`, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serverAt(url: string, stop: () => Promise<void>): Promise<Server> {
  const require = createRequire(new URL('../package.json', import.meta.url));
  const { Client } = require('pg') as PgModule;
  const admin = new Client(url);
  await admin.connect();
  const { rows } = await admin.query('show server_version');
  const made = new Set<string>();
  return {
    name: `Postgres ${rows[0]?.server_version?.split(' ')[0]}`,
    async placeFor(name) {
      const database = `bench_${process.pid}_${name}`.toLowerCase().replace(/[^a-z0-9]/g, '_');
      if (!made.has(database)) await admin.query(`create database ${database}`);
      made.add(database);
      const place = new URL(url);
      place.pathname = `/${database}`;
      return place.href;
    },
    async stop() {
      for (const database of made) await admin.query(`drop database if exists ${database} with (force)`);
      await admin.end();
      await stop();
    },
  };
}

function userNamed(name: string): { uid: number; gid: number } {
  const id = (what: string): number => Number(execFileSync('id', [what, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
