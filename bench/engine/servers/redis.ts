import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../test/oracle/free-ports.ts';
import { findProgram } from './find-program.ts';
import { answers, type Server } from './server.ts';

/** The server at REDIS_URL, or a private one of this machine's Redis that logs each write; undefined when there is neither. */
export async function startRedis(): Promise<Server | undefined> {
  const given = process.env.REDIS_URL;
  // Places in Redis are prefixes of keys, which the engine takes as a setting.
  if (given) return { name: 'Redis', placeFor: async () => given, stop: async () => {} };
  const program = findProgram('redis-server');
  if (!program) return undefined;

  const directory = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const [port = 0] = await freePorts(1);
  const settings = { port, bind: '127.0.0.1', dir: directory, appendonly: 'yes', appendfsync: 'everysec' };
  const server = spawn(
    program,
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: 'ignore' },
  );
  const exited = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await exited;
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await answers(port);
  } catch (error) {
    await stop();
    throw error;
  }
  const [, version] = /v=(\S+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' })) ?? [];
  return { name: `Redis ${version}`, placeFor: async () => `redis://127.0.0.1:${port}`, stop };
}
