import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endChild } from './end-child.ts';
import { freePorts } from './free-ports.ts';

/** The development account that every Azure tool knows; its key is public and no secret. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Runs the program of the first argument until standard input ends: so it never outlives the process that started it. */
const endsWithInput = "process.stdin.resume().on('end', () => process.exit()); require(process.argv[1])";

const startLimitMs = 30_000;

export type Azurite = { connectionString: string; stop(): Promise<void> };

/** Starts a whole storage account in memory: the extension's storage provider needs queues and tables beside blobs. */
export async function startAzurite(): Promise<Azurite> {
  const [blob = 0, queue = 0, table = 0] = await freePorts(3);
  const directory = dirname(createRequire(import.meta.url).resolve('azurite/package.json'));
  const ports = ['--blobPort', blob, '--queuePort', queue, '--tablePort', table];
  const quiet = ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'];
  const child = spawn(
    process.execPath,
    ['-e', endsWithInput, join(directory, 'dist', 'src', 'azurite.js'), ...quiet, ...ports].map(String),
    { detached: true, stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const stop = (): Promise<void> => endChild(child);
  const deadline = Date.now() + startLimitMs;
  for (const port of [blob, queue, table]) {
    while (!(await answers(port))) {
      if (child.exitCode === null && Date.now() < deadline) await sleep(50);
      else {
        await stop();
        throw new Error(`Azurite did not answer on port ${port} within ${startLimitMs / 1_000} seconds.`);
      }
    }
  }
  const endpoints = Object.entries({ Blob: blob, Queue: queue, Table: table }).map(
    ([kind, port]) => `${kind}Endpoint=http://127.0.0.1:${port}/${account}`,
  );
  return {
    connectionString: [
      'DefaultEndpointsProtocol=http',
      `AccountName=${account}`,
      `AccountKey=${key}`,
      ...endpoints,
    ].join(';'),
    stop,
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
