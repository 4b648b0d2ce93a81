import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Manner } from '../contracts/server-calls.ts';

/** A game server's three ways in, each on a port of its own: HTTP, the terminal of a program, and RCON. */
export type ServerStandIn = {
  /** What it was told: bodies, programs and commands. */
  told: string[];
  http: number;
  terminal: number;
  rcon: number;
  close(): void;
};

/** Of RCON and of the terminal. */
export const standInPassword = 'open sesame';

export async function serverStandIn(manner: Manner): Promise<ServerStandIn> {
  const told: string[] = [];
  const http = createHttpServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      if (manner === 'silent') return;
      told.push((JSON.parse(body) as { text: string }).text);
      response.writeHead(manner === 'willing' ? 204 : 503).end();
    });
  });
  const web = createHttpServer();
  const terminals = new WebSocketServer({ server: web });
  terminals.on('connection', (socket, { url = '' }) => {
    socket.once('message', (password) => {
      if (manner === 'silent') return;
      const isLetIn = manner === 'willing' && String(password) === standInPassword;
      if (isLetIn) told.push(decodeURIComponent(url.slice(1)));
      socket.close(isLetIn ? 1000 : 1011, isLetIn ? '' : 'The program ended with exit code 1.');
    });
  });
  const rcon = createServer((socket) => serveRcon(socket, manner, told));
  const servers: Server[] = [http, web, rcon];
  const sockets = new Set<Socket>();
  const [httpPort = 0, terminalPort = 0, rconPort = 0] = await Promise.all(
    servers.map(async (server) => {
      server.on('connection', (socket) => sockets.add(socket));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    }),
  );
  return {
    told,
    ...{ http: httpPort, terminal: terminalPort, rcon: rconPort },
    close() {
      for (const socket of sockets) socket.destroy();
      terminals.close();
      for (const server of servers) server.close();
    },
  };
}

/** In pieces, as a slow network would have it. */
function serveRcon(socket: Socket, manner: Manner, told: string[]): void {
  const answer = (id: number, kind: number, text = ''): void => {
    const bytes = Buffer.alloc(14 + text.length);
    bytes.writeInt32LE(10 + text.length, 0);
    bytes.writeInt32LE(id, 4);
    bytes.writeInt32LE(kind, 8);
    bytes.write(text, 12);
    socket.write(bytes.subarray(0, 5));
    socket.write(bytes.subarray(5));
  };
  socket.on('error', () => socket.destroy());
  socket.on('data', (packet) => {
    if (manner === 'silent') return;
    const [id, kind, text] = [
      packet.readInt32LE(4),
      packet.readInt32LE(8),
      packet.toString('utf8', 12, packet.length - 2),
    ];
    if (kind === 3) {
      // An empty one first, as Source does.
      answer(id, 0);
      answer(manner === 'willing' && text === standInPassword ? id : -1, 2);
    } else {
      told.push(text);
      answer(id, 0, 'Bye.');
    }
  });
}
