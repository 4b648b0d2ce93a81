import { createServer } from 'node:net';
import { LocalCloudError } from './local-cloud-error.ts';

/** The port of each part. */
export type Ports = { functions: number; edge: number; arm: number; storage: number; github: number };

/** Consecutive ports from `first`; 0 takes any that are free now. */
export async function choosePorts(first: number): Promise<Ports> {
  const [functions, edge, arm, storage, github] =
    first === 0 ? await freePorts(5) : [first, first + 1, first + 2, first + 3, first + 4];
  if (!functions || !edge || !arm || !storage || !github) throw new Error('No free ports were found.');
  return { functions, edge, arm, storage, github };
}

/** What a person can do about a port that is taken; other errors pass. */
export function explainPort(error: unknown, part: string, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  return new LocalCloudError(
    `Port ${port} (${part}) is in use. Is a local cloud running already? ` +
      `Choose other ports with: npm start -- --port ${port < 20_000 ? 8_071 : 7_171}`,
    { cause: error },
  );
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
