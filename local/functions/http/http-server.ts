import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Kestrel's limit of the request's headers. */
const maxHeaderBytes = 32_768;
/** Kestrel's; Node's own 5 s would race with clients that reuse a connection. */
const keepAliveTimeoutMs = 130_000;

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export type HttpServer = {
  port: number;
  /** Closes the listener and every connection. */
  close(): Promise<void>;
};

/** Listens on a loopback address; rejects with code EADDRINUSE and a text that names the port when it is taken. */
export async function listen(handler: Handler, host: string, port: number): Promise<HttpServer> {
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, keepAliveTimeout: keepAliveTimeoutMs },
    handler,
  );
  server.on('clientError', answerBadRequest);
  await bind(server, host, port);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

/** Finds out early that a port is taken, before an app is loaded for nothing. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await bind(server, host, port);
  await close(server);
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const reason = taken
        ? `Port ${port} on ${host} is in use. Stop what listens there, or choose another with --port.`
        : `Cannot listen on ${host}:${port}: ${error.message}`;
      reject(Object.assign(new Error(reason, { cause: error }), { code: error.code }));
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** What Node's parser refuses, in Kestrel's statuses. */
function answerBadRequest(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status = badRequestStatus(error.code, error.rawPacket?.toString('latin1') ?? '');
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\nServer: Kestrel\r\n\r\n`);
}

function badRequestStatus(code: string | undefined, text: string): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  // An unknown verb in a request that is otherwise right is no error there: no route takes it.
  if (code === 'HPE_INVALID_METHOD' && /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r\n/.test(text))
    return '404 Not Found';
  return '400 Bad Request';
}
