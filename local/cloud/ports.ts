import { createServer } from 'node:net';
import { defaultPort, portCount } from './command-line.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import { type Ports, portNames } from './port-names.ts';

/** Consecutive ports from `first`; 0 takes any that are free now. */
export async function choosePorts(first: number): Promise<Ports> {
  const numbers = first === 0 ? await freePorts(portCount) : portsFrom(first);
  return Object.fromEntries(portNames.map((name, index) => [name, numbers[index]])) as Ports;
}

/** What a person can do about a port that is taken; other errors pass. */
export async function explainPort(error: unknown, part: string): Promise<unknown> {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code !== 'EADDRINUSE' || port === undefined) return error;
  const other = await proposePort();
  return new LocalCloudError(
    `Port ${port} (${part}) is in use. If a local cloud is running already, stop it; ` +
      `else choose other ports: npm start -- --port ${other ?? '0 (any that are free)'}`,
    { cause: error },
  );
}

/** A port whose neighbours are free, too, as many as the cloud takes; undefined when none was found. */
export async function proposePort(isFree = canListen): Promise<number | undefined> {
  for (let first = defaultPort + 1_000; first < 20_000; first += 100) {
    const free = await Promise.all(portsFrom(first).map((port) => isFree(port)));
    if (free.every(Boolean)) return first;
  }
  return undefined;
}

function portsFrom(first: number): number[] {
  return Array.from({ length: portCount }, (_, index) => first + index);
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The app must know its own port before it is loaded, so free ports are found by taking them for a moment. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
