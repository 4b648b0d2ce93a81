import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { portProblem } from '../http/port-problem.ts';

/** Takes a connection; false when it could not. */
export type Taker = (socket: Socket) => boolean;

/** What callers get while there is no host to wait for, in the real host's words. */
const notRunning = 'Function host is not running.';

/**
 * Owns the port for as long as the command runs, whatever becomes of the hosts behind it. Connections go to the host that
 * serves; while there is none they wait here, unread, instead of being refused.
 */
export class WaitingRoom {
  readonly #server: Server;
  #taker: Taker | 'wait' | 'refuse' = 'wait';
  #waiting: Socket[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      // A caller that goes away while it waits is no problem of ours.
      socket.on('error', () => socket.destroy());
      this.#admit(socket);
    });
  }

  /** Rejects with code EADDRINUSE and a text that names the port when it is taken. */
  static open(host: string, port: number): Promise<WaitingRoom> {
    return new Promise((resolve, reject) => {
      const server = createServer({ pauseOnConnect: true });
      const room = new WaitingRoom(server);
      server.once('error', (error) => reject(portProblem(error, host, port)));
      server.listen(port, host, () => resolve(room));
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on, and those that wait. */
  sendTo(taker: Taker): void {
    this.#taker = taker;
    for (const socket of this.#waiting.splice(0)) this.#admit(socket);
  }

  /** Connections whose host ended before it took them. */
  takeBack(sockets: readonly Socket[]): void {
    for (const socket of sockets) this.#admit(socket);
  }

  hold(): void {
    this.#taker = 'wait';
  }

  /** Nobody will come: answers 503, also to those that wait. */
  refuse(): void {
    this.#taker = 'refuse';
    for (const socket of this.#waiting.splice(0)) this.#admit(socket);
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#waiting.splice(0)) socket.destroy();
  }

  #admit(socket: Socket): void {
    if (socket.destroyed) return;
    if (this.#taker === 'refuse') answerNotRunning(socket);
    else if (this.#taker === 'wait' || !this.#taker(socket)) this.#waiting.push(socket);
  }
}

function answerNotRunning(socket: Socket): void {
  const head = `HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: ${notRunning.length}`;
  // Read to its end, so that the answer is not lost to a reset.
  socket.resume();
  socket.end(`${head}\r\nConnection: close\r\nServer: Kestrel\r\n\r\n${notRunning}`);
}
