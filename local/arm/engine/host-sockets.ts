import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import net from 'node:net';

export type HostSockets = { directory: string; close(): Promise<void> };

/** Makes a directory with a socket for each port of this machine's loopback, by which containers reach it; see `holdNetwork`. */
export async function openHostSockets(directory: string, ports: readonly number[]): Promise<HostSockets> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // The path of a socket has a hundred characters at most; by the open directory it is always short enough.
  const opened = openSync(directory, 'r');
  const connections = new Set<net.Socket>();
  const servers = ports.map((port) => {
    const server = net.createServer({ allowHalfOpen: true }, (inside) => {
      const outside = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      for (const socket of [inside, outside]) {
        connections.add(socket);
        socket.once('close', () => connections.delete(socket));
      }
      inside.pipe(outside).pipe(inside);
      inside.on('error', () => outside.destroy());
      outside.on('error', () => inside.destroy());
    });
    // A container's user need not be root; who may see the directory is its owner's business.
    server.listen({ path: `/proc/self/fd/${opened}/${port}`, readableAll: true, writableAll: true });
    return server;
  });
  await Promise.all(servers.map((server) => once(server, 'listening')));
  return {
    directory,
    async close() {
      for (const connection of connections) connection.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      closeSync(opened);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
