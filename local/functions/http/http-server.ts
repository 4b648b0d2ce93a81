import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { portProblem } from './port-problem.ts';

/** Kestrel's limit of the request's headers. */
const maxHeaderBytes = 32_768;
/** Kestrel's; Node's own 5 s would race with clients that reuse a connection. */
const keepAliveTimeoutMs = 130_000;

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export type HttpServer = {
  port: number;
  /** Closes the listener and every connection. */
  close(): Promise<void>;
  /** Resolves when no request is being served. */
  whenIdle(): Promise<void>;
  /** Answers 500 to what is being served, as when the real host's worker dies; resolves when that is on its way. */
  fail(): Promise<void>;
};

/** Where connections come from when another process listens. */
export type ConnectionSource = {
  /** The port on which they arrive there. */
  port: number;
  onConnection(take: (socket: Socket) => void): void;
};

/** Listens on a loopback address; rejects with code EADDRINUSE and a text that names the port when it is taken. */
export async function listen(handler: Handler, host: string, port: number): Promise<HttpServer> {
  const { server, fail, whenIdle } = createHttpServer(handler);
  await bind(server, host, port);
  return { port: (server.address() as AddressInfo).port, close: () => close(server), whenIdle, fail };
}

/** Serves the connections that another process accepts. */
export function serveConnections(handler: Handler, source: ConnectionSource): HttpServer {
  const { server, fail, whenIdle } = createHttpServer(handler);
  const sockets = new Set<Socket>();
  let isClosed = false;
  source.onConnection((socket) => {
    if (isClosed) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    server.emit('connection', socket);
    // It was accepted with its reading paused.
    socket.resume();
  });
  return {
    port: source.port,
    async close() {
      isClosed = true;
      for (const socket of sockets) socket.destroy();
    },
    whenIdle,
    fail,
  };
}

function createHttpServer(handler: Handler): { server: Server } & Pick<HttpServer, 'whenIdle' | 'fail'> {
  const unanswered = new Set<ServerResponse>();
  const server = createServer(
    // Whether a Host header is missing is checked with the rest of the request.
    { maxHeaderSize: maxHeaderBytes, keepAliveTimeout: keepAliveTimeoutMs, requireHostHeader: false },
    (request, response) => {
      unanswered.add(response);
      response.on('close', () => unanswered.delete(response));
      handler(request, response);
    },
  );
  server.on('clientError', answerBadRequest);
  // No function can be reached so; without an answer the connection would just end.
  server.on('connect', (_, socket) => socket.end(bareAnswer('404 Not Found')));
  const fail = async (): Promise<void> => {
    await Promise.all([...unanswered].map(answerFailed));
  };
  const whenIdle = async (): Promise<void> => {
    while (unanswered.size > 0)
      await Promise.all(
        [...unanswered].map((response) => new Promise((resolve) => response.on('close', resolve))),
      );
  };
  return { server, whenIdle, fail };
}

function answerFailed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.on('close', resolve);
    if (response.headersSent) response.destroy();
    else
      response.writeHead(500, { 'Content-Length': 0, Connection: 'close', Server: 'Kestrel' }).end(resolve);
  });
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
    server.once('error', (error) => reject(portProblem(error, host, port)));
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
  socket.end(bareAnswer(status));
}

function bareAnswer(status: string): string {
  const date = new Date().toUTCString();
  return `HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\nDate: ${date}\r\nServer: Kestrel\r\n\r\n`;
}

function badRequestStatus(code: string | undefined, text: string): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  // An unknown verb in a request that is otherwise right is no error there: no route takes it.
  if (code === 'HPE_INVALID_METHOD' && /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r\n/.test(text))
    return '404 Not Found';
  if (/^\S+ \S+ (?!HTTP\/1\.[01]\r\n)\S+\r\n/.test(text)) return '505 HTTP Version Not Supported';
  return '400 Bad Request';
}
