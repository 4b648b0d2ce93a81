import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Operation } from '../../local/cost/measured-operations.ts';

export type CountedStorage = {
  connectionString: string;
  /** What was asked for since the last call. */
  take(): Partial<Record<Operation, number>>;
  stop(): Promise<void>;
};

/** Stands in front of a storage account and counts what it is asked. */
export async function countedStorage(connectionString: string): Promise<CountedStorage> {
  let counts: Partial<Record<Operation, number>> = {};
  const servers: Server[] = [];
  let counted = connectionString;
  for (const [, service = '', origin = ''] of connectionString.matchAll(/(\w+)Endpoint=(http:\/\/[^/;]+)/g)) {
    const server = createServer((request, response) => {
      const operation = operationOf(service.toLowerCase(), request);
      counts[operation] = (counts[operation] ?? 0) + 1;
      const { method, headers, url } = request;
      const onward = forward(new URL(url ?? '/', origin), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    counted = counted.replace(origin, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }
  return {
    connectionString: counted,
    take() {
      const taken = counts;
      counts = {};
      return taken;
    },
    async stop() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function operationOf(service: string, { method = 'GET', url = '' }: IncomingMessage): Operation {
  if (service === 'table') return 'table';
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  if (service === 'queue')
    return method === 'GET' && pathname.endsWith('/messages') ? 'queue poll' : 'queue other';
  if (method === 'DELETE') return 'blob delete';
  if (searchParams.get('comp') === 'list' || searchParams.get('restype') === 'container') return 'blob list';
  return method === 'GET' || method === 'HEAD' ? 'blob read' : 'blob write';
}
