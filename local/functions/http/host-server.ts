import {
  type ConnectionSource,
  type Handler,
  type HttpServer,
  listen,
  serveConnections,
} from './http-server.ts';

export type HostServer = HttpServer & {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** From now on somebody else answers, on connections that are open too. */
  passTo(handler: Handler): void;
};

/** Listens on a port of a loopback address, or takes the connections that another process accepts there. */
export async function openHostServer(
  at: { host: string; port: number; connections: ConnectionSource | undefined },
  handler: Handler,
): Promise<HostServer> {
  let handle = handler;
  const pass: Handler = (request, response) => handle(request, response);
  const server = at.connections
    ? serveConnections(pass, at.connections)
    : await listen(pass, at.host, at.port);
  return {
    ...server,
    origin: `http://${at.host}:${server.port}`,
    passTo(next) {
      handle = next;
    },
  };
}
